using OwnerConsole.Pure.Addresses;

namespace OwnerConsole.Tests.Pure.Addresses;

public sealed class WebOriginTests
{
    [Theory]
    [InlineData("https://app.example.com", true)]
    [InlineData("https://app.example.com:8443", true)]
    [InlineData("https://xn--bcher-kva.example", true)]
    [InlineData("https://[2001:db8::1]:8443", true)]
    [InlineData("http://localhost:5173", true)]
    [InlineData("http://127.0.0.1", true)]
    [InlineData("http://[::1]:5173", true)]
    [InlineData("http://app.example.com", false)]
    [InlineData("http://localhost.example.com", false)]
    [InlineData("https://app.example.com/", false)]
    [InlineData("https://app.example.com/path", false)]
    [InlineData("https://app.example.com:443", false)]
    [InlineData("https://App.example.com", false)]
    [InlineData("https://bücher.example", false)]
    [InlineData("https://ann@app.example.com", false)]
    [InlineData("https://*.example.com", false)]
    [InlineData(" https://app.example.com", false)]
    [InlineData("ftp://localhost", false)]
    [InlineData("app.example.com", false)]
    [InlineData("null", false)]
    [InlineData("*", false)]
    [InlineData("", false)]
    public void An_origin_is_HTTPS_or_local_and_spelled_as_browsers_send_it(string text, bool isOne) => WebOrigin.IsValid(text).ShouldBe(isOne);

    [Theory]
    [InlineData("https://app.example.com/a?b=c#d", true)]
    [InlineData("HTTPS://App.example.com", true)]
    [InlineData("http://app.example.com", false)]
    [InlineData("https://ann@app.example.com", false)]
    [InlineData("https://ann:word@app.example.com", false)]
    [InlineData("mailto:ann@example.com", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("/path", false)]
    [InlineData("", false)]
    public void A_link_is_HTTPS_without_a_user_name(string text, bool isOne) => HttpsAddress.IsValid(text).ShouldBe(isOne);
}
