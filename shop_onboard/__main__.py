"""The command `shop-onboard`."""

from shop_onboard.app import create_app
from shop_onboard.cli import group


def main() -> None:
    """Run a command; each gets the factory, since some need an installation of their own."""
    group.main(prog_name="shop-onboard", obj=create_app)


if __name__ == "__main__":
    main()
