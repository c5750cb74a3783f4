using System.Net;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Tests.Kernel.Outbound;

public sealed class OutboundHostPolicyTests
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
    public async Task No_notation_of_a_private_address_is_connected_to(string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var http = new OutboundHostPolicy(privateAllowed: false).CreateClient();

        await Should.ThrowAsync<Exception>(() => http.GetAsync($"http://{host}:{((IPEndPoint)listener.LocalEndpoint).Port}/"));

        listener.Pending().ShouldBeFalse();
    }

    [Theory]
    [InlineData("203.0.113.7")] // Reserved for documentation.
    [InlineData("93.184.215.14", "127.0.0.1")] // One private address is enough.
    public async Task Every_resolved_address_is_checked_before_connecting(params string[] addresses)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var http = new OutboundHostPolicy(privateAllowed: false)
        {
            Lookup = (_, _) => Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse)),
        }.CreateClient();

        await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync($"http://receiver.example:{((IPEndPoint)listener.LocalEndpoint).Port}/"));

        listener.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task A_rebound_name_is_called_at_the_checked_address_and_redirects_are_not_followed()
    {
        var (judged, secret) = (IPAddress.Parse("127.0.0.2"), IPAddress.Loopback); // They stand for a public address and for one that must not be called.
        using var inside = new TcpListener(secret, 0);
        inside.Start();
        var port = ((IPEndPoint)inside.LocalEndpoint).Port;
        using var outside = new TcpListener(judged, port);
        outside.Start();
        var redirected = Redirect(outside);
        var lookups = 0;
        using var http = new OutboundHostPolicy(privateAllowed: false)
        {
            Lookup = (_, _) => Task.FromResult(new[] { lookups++ == 0 ? judged : secret }),
            IsAllowed = address => !address.Equals(secret),
        }.CreateClient();

        using var answer = await http.GetAsync($"http://rebinding.example:{port}/");
        await redirected;
        await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync($"http://another.example:{port}/"));

        ((int)answer.StatusCode, answer.Headers.Location!.Host).ShouldBe((302, "169.254.169.254"));
        (lookups, inside.Pending()).ShouldBe((2, false));
    }

    [Fact]
    public async Task An_address_that_does_not_answer_does_not_keep_the_next_one_from_being_tried()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var silent = new SilentAddress(IPAddress.Parse("127.0.0.2"), port);
        await silent.Fill();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        await using var connection = await OutboundHostPolicy.Connect([silent.Address, IPAddress.Loopback], port, limit.Token);

        listener.Pending().ShouldBeTrue();
        await Should.ThrowAsync<SocketException>(() =>
            OutboundHostPolicy.Connect([IPAddress.Parse("127.0.0.3"), IPAddress.Parse("127.0.0.4")], port, limit.Token)
        );
    }

    [Fact]
    public async Task A_connection_reset_during_setup_is_a_request_error()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var resetting = Task.Run(() => Reset(listener));
        using var http = new OutboundHostPolicy(privateAllowed: true).CreateClient();

        for (var attempt = 0; attempt < 300; attempt++) // The race takes microseconds, so only some attempts hit it.
            await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"));

        listener.Stop();
        await resetting;
    }

    [Fact]
    public async Task A_receivers_certificate_cannot_make_the_console_request_the_URL_of_its_issuer()
    {
        using var issuer = new TcpListener(IPAddress.Loopback, 0);
        issuer.Start();
        using var certificate = new Certificate(issuerUrl: $"http://{issuer.LocalEndpoint}/issuer.cer");
        using var receiver = new TcpListener(IPAddress.Loopback, 0);
        receiver.Start();
        var presented = Present(certificate, receiver);
        using var http = new OutboundHostPolicy(privateAllowed: true).CreateClient();

        var error = await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync($"https://{receiver.LocalEndpoint}/"));
        await presented;

        error.InnerException.ShouldBeOfType<AuthenticationException>();
        issuer.Pending().ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://127.0.0.1/", "private_address")]
    [InlineData("https://localhost/hook", "private_address")]
    [InlineData("https://[fd00::1]/hook", "private_address")]
    [InlineData("https://127.0.0.1./hook", "private_address")]
    [InlineData("https://localhost./hook", "private_address")]
    [InlineData("https://ip6-localhost/hook", "private_address")]
    [InlineData("https://foo.localhost/hook", "private_address")]
    [InlineData("https://①②⑦.⓪.⓪.①/hook", "private_address")]
    [InlineData("http://example.com/hook", "not_an_address")]
    [InlineData("https://0127.0.0.1/hook", "not_an_address")]
    [InlineData("https://0135.184.216.34/#//93.184.216.34", "not_an_address")]
    [InlineData("https://93.184.216.34:8443?to=1", null)]
    [InlineData("https:93.184.216.34", "not_an_address")]
    [InlineData("https://0x5d.0xb8.0xd8.0x22/hook", "not_an_address")]
    [InlineData("https://example.com/\r\nX: y", "not_an_address")]
    [InlineData("https://93.184.216.34/hook", null)]
    [InlineData("https://example.com/hook", null)]
    public void An_address_is_validated_when_it_is_saved(string url, string? trouble) =>
        new OutboundHostPolicy(privateAllowed: false).FindProblem(url).ShouldBe(trouble);

    [Fact]
    public void A_server_cannot_be_this_machine_by_the_address_of_a_network_interface()
    {
        var own = NetworkInterface
            .GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address);
        var policy = new OutboundHostPolicy(privateAllowed: false);

        foreach (var address in own.Where(address => address.AddressFamily is AddressFamily.InterNetwork))
            policy.FindServerProblem($"https://{address}/").ShouldBe("local_address");
        policy.FindServerProblem("https://10.255.255.1/").ShouldBeNull();
    }

    private static void Reset(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var socket = listener.AcceptSocket();
                socket.LingerState = new(enable: true, seconds: 0);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or InvalidOperationException)
        {
            // The listener was stopped while it waited, or between two connections.
        }
    }

    private static async Task Present(Certificate certificate, TcpListener listener)
    {
        using var shown = X509Certificate2.CreateFromPemFile(certificate.File, certificate.Key);
        var offline = SslStreamCertificateContext.Create(shown, additionalCertificates: null, offline: true); // the server would request the URL, too
        using var client = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = offline });
            await tls.ReadExactlyAsync(new byte[1]); // A client that trusts the certificate continues.
        }
        catch (Exception gone) when (gone is IOException or AuthenticationException)
        {
            // The client does not trust the certificate.
        }
    }

    private static async Task Redirect(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        await stream.ReadExactlyAsync(new byte["GET / HTTP/1.1".Length]);
        await stream.WriteAsync("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
    }
}
