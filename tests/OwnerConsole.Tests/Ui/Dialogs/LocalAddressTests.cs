using OwnerConsole.Ui.Dialogs;

namespace OwnerConsole.Tests.Ui.Dialogs;

public sealed class LocalAddressTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/tenants?q=a%20b&open=tnt_1")]
    public void A_path_of_the_console_is_accepted(string address) => LocalAddress.OrNull(address).ShouldBe(address);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tenants")]
    [InlineData("//evil.example/x")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/tenants\r\nSet-Cookie: a=b")]
    public void An_address_that_could_leave_the_console_is_rejected(string? address) => LocalAddress.OrNull(address).ShouldBeNull();
}
