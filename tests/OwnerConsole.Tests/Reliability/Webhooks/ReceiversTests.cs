using System.Net;
using System.Net.Sockets;
using OwnerConsole.Reliability.Webhooks;
using OwnerConsole.Reliability.Webhooks.Public;

namespace OwnerConsole.Tests.Reliability.Webhooks;

public sealed class ReceiversTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:a9fe:a9fe]")]
    [InlineData("169.254.169.254")]
    [InlineData("0.0.0.0")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("[2002:7f00:1::]")]
    [InlineData("[fd00::1]")]
    [InlineData("100.64.0.1")]
    [InlineData("１２７.0.0.1")]
    [InlineData("①②⑦.0.0.1")]
    [InlineData("localhost.")]
    public async Task No_spelling_of_a_private_address_is_connected_to(string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var http = new Receivers(privateAllowed: false).Client();

        await Should.ThrowAsync<Exception>(() => http.GetAsync($"http://{host}:{((IPEndPoint)listener.LocalEndpoint).Port}/"));

        listener.Pending().ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://127.0.0.1/", "private_address")]
    [InlineData("https://localhost/hook", "private_address")]
    [InlineData("https://[fd00::1]/hook", "private_address")]
    [InlineData("http://example.com/hook", "not_an_address")]
    [InlineData("https://example.com/hook", null)]
    public void An_address_is_judged_when_it_is_saved(string url, string? trouble) => new Receivers(privateAllowed: false).Trouble(url).ShouldBe(trouble);
}
