"""Routes of the account-wide settings and lead tags (CONTRACT 10, 15.4); not their rules."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tmchat.sandbox.configurations import Configurations
from tmchat.sandbox.datastore import LARGEST_FILE, Datastore
from tmchat.sandbox.tags import Tags
from tmchat.sandbox.web import Answer, json_object, query, whole_body

# Around the file of a form.
_FORM_BYTES = 10_000


class ConfigurationRoutes:
    """The account-wide settings, over HTTP."""

    def __init__(self, configurations: Configurations, datastore: Datastore, tags: Tags) -> None:
        self._configurations = configurations
        self._datastore = datastore
        self._tags = tags
        chat_clients, webhooks = "/configurations/chatclients", "/configurations/webhooks"
        self.routes = [
            Route(chat_clients, self.list_chat_clients),
            Route(chat_clients, self.create_chat_client, methods=["POST"]),
            Route(chat_clients + "/{id}", self.get_chat_client),
            Route(chat_clients + "/{id}", self.update_chat_client, methods=["PUT"]),
            Route(chat_clients + "/{id}", self.delete_chat_client, methods=["DELETE"]),
            Route(webhooks, self.list_webhooks),
            Route(webhooks, self.create_webhook, methods=["POST"]),
            Route(webhooks + "/{id}", self.get_webhook),
            Route(webhooks + "/{id}", self.update_webhook, methods=["PUT"]),
            Route(webhooks + "/{id}", self.delete_webhook, methods=["DELETE"]),
            Route("/configurations/integrations", self.list_integrations),
            Route("/datastore", self.list_files),
            Route("/datastore", self.upload_file, methods=["POST"]),
            Route("/leadtracking/settag", self.set_tag, methods=["POST"]),
        ]

    async def list_chat_clients(self, _: Request) -> Response:
        """Answer the bare array of chat clients."""
        return Answer(self._configurations.chat_clients())

    async def create_chat_client(self, request: Request) -> Response:
        """Add a chat client."""
        return Answer(self._configurations.create_chat_client(await json_object(request)))

    async def get_chat_client(self, request: Request) -> Response:
        """Answer one chat client."""
        return Answer(self._configurations.chat_client(request.path_params["id"]))

    async def update_chat_client(self, request: Request) -> Response:
        """Change a chat client in part."""
        values = await json_object(request)
        return Answer(self._configurations.update_chat_client(request.path_params["id"], values))

    async def delete_chat_client(self, request: Request) -> Response:
        """Remove a chat client."""
        self._configurations.delete_chat_client(request.path_params["id"])
        return Answer({"message": "The chat client is deleted."})

    async def list_webhooks(self, _: Request) -> Response:
        """Answer the bare array of account webhooks."""
        return Answer(self._configurations.webhooks())

    async def create_webhook(self, request: Request) -> Response:
        """Register an account webhook."""
        return Answer(self._configurations.create_webhook(await json_object(request)))

    async def get_webhook(self, request: Request) -> Response:
        """Answer one account webhook."""
        return Answer(self._configurations.webhook(request.path_params["id"]))

    async def update_webhook(self, request: Request) -> Response:
        """Change an account webhook in part."""
        values = await json_object(request)
        return Answer(self._configurations.update_webhook(request.path_params["id"], values))

    async def delete_webhook(self, request: Request) -> Response:
        """Remove an account webhook."""
        self._configurations.delete_webhook(request.path_params["id"])
        return Answer({"message": "The webhook is deleted."})

    async def list_integrations(self, _: Request) -> Response:
        """Answer the bare array of integrations (sample 18)."""
        return Answer(self._configurations.integrations())

    async def list_files(self, request: Request) -> Response:
        """Answer the bare array of stored files of one type (sample 17)."""
        return Answer(self._datastore.files(query(request).get("stype")))

    async def upload_file(self, request: Request) -> Response:
        """Keep an announcement."""
        values = query(request)
        body = await whole_body(request, LARGEST_FILE + _FORM_BYTES)
        kind = request.headers.get("content-type", "")
        name = values.get("file_name") or values.get("filename")
        return Answer(self._datastore.upload(values.get("stype"), name, kind, body))

    async def set_tag(self, request: Request) -> Response:
        """Open a lead tag (sample 19); signed in by its own key, not by the token."""
        return Answer(self._tags.set_tag(await json_object(request)))
