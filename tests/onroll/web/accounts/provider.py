"""The provider of single sign-on on this machine, taken in without its libraries' words about their own age."""

import warnings

with warnings.catch_warnings():
    # On import it has its warnings shown whatever the tests say of warnings, so that this has to come after it.
    from authlib.deprecate import AuthlibDeprecationWarning

    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from oidc_provider_mock import User as Person
    from oidc_provider_mock import run_server_in_thread

__all__ = ["Person", "run_server_in_thread"]
