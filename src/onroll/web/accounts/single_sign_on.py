"""Single sign-on with the council's own provider, for people who have an account here already.

A person is known by the provider's ``sub``. The first time, an account made beforehand is linked by an e-mail address
that the provider has verified; nobody is let in without one.
"""

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Who may come in by single sign-on."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Return False: accounts are made by an administrator."""
        return False
