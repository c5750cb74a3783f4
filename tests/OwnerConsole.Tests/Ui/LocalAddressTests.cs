using OwnerConsole.Ui.Dialogs;

namespace OwnerConsole.Tests.Ui;

public sealed class LocalAddressTests
{
    [Theory]
    [InlineData("/tenants?q=a%20b&sort=name", "/tenants?q=a%20b&sort=name")]
    [InlineData("/tenants?q=é", "/tenants?q=%C3%A9")]
    [InlineData("/😀", "/%F0%9F%98%80")]
    [InlineData("//evil.example", null)]
    [InlineData("/\\evil.example", null)]
    [InlineData("https://evil.example", null)]
    [InlineData("/a\r\nSet-Cookie: b=c", null)]
    [InlineData("", null)]
    public void An_address_is_local_and_fits_into_a_header(string text, string? expected) => LocalAddress.OrNull(text).ShouldBe(expected);
}
