"""The sheet of administration with all its areas; each area's table is its own module's."""

from tmchat.console.areas import Area
from tmchat.console.office import Office
from tmchat.console.screens.admin.accountview import AccountView
from tmchat.console.screens.admin.callview import CallView
from tmchat.console.screens.admin.changeview import ChangeView
from tmchat.console.screens.admin.numberview import NumberView
from tmchat.console.screens.admin.pushview import PushView
from tmchat.console.screens.admin.setupviews import GroupView, PoolView
from tmchat.console.screens.admin.tablesheet import TableSheet


class Administration(TableSheet):
    """Every area; whoever may not see one is told why by the hub's own rule."""

    def __init__(self, office: Office, area: Area) -> None:
        super().__init__(office)
        self.views = [
            NumberView(self),
            GroupView(self),
            PoolView(self),
            CallView(self),
            PushView(self),
            AccountView(self),
            ChangeView(self),
        ]
        self.at = [one.area for one in self.views].index(area)
