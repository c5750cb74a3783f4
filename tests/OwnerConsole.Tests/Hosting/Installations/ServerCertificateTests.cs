using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Tests.Hosting.Installations;

[Slow(10, "Installations")]
public sealed class ServerCertificateTests : IDisposable
{
    private readonly Certificate _certificate = new();

    [Fact]
    public async Task With_a_certificate_the_server_speaks_only_HTTPS_and_sends_HSTS()
    {
        await using var console = await TestConsole.Start(options => options with { Tls = new(_certificate.File, _certificate.Key) });
        using var http = Browser(_certificate);
        var address = new UriBuilder(console.Address) { Scheme = "https" }.Uri;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/sign-in")) { Version = HttpVersion.Version20 };

        var answer = await http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Version.ShouldBe(HttpVersion.Version20);
        answer.Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000"]);
        await Should.ThrowAsync<HttpRequestException>(() => console.Client.GetAsync("http://" + address.Authority + "/healthz"));
    }

    [Fact]
    public async Task A_renewed_certificate_is_used_without_a_restart_and_an_incomplete_one_is_ignored()
    {
        await using var console = await TestConsole.Start(options => options with { Tls = new(_certificate.File, _certificate.Key) });
        var address = new UriBuilder(console.Address) { Scheme = "https" }.Uri;
        using var renewed = new Certificate();
        var old = await Shown(address);

        File.Copy(renewed.File, _certificate.File, overwrite: true); // its key is still the previous one
        for (var looked = 0; looked < 15; looked++)
        {
            await Task.Delay(100);
            (await Shown(address)).ShouldBe(old);
        }
        File.Copy(renewed.Key, _certificate.Key, overwrite: true);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await Shown(address) == old)
            await Task.Delay(100, patience.Token);

        using var certificate = X509CertificateLoader.LoadCertificateFromFile(renewed.File);
        (await Shown(address)).ShouldBe(certificate.Thumbprint);
    }

    [Fact]
    public async Task The_program_takes_a_certificate_from_options_or_variables_and_reports_an_invalid_one()
    {
        using var machine = new InstalledConsole();
        using var other = new Certificate();
        using var console = machine.Start($"serve --tls {_certificate.File} --key {_certificate.Key}");
        using var http = Browser(_certificate);
        var secure = new Uri($"https://localhost:{machine.Port}/healthz");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await Answers(http, secure))
            await Task.Delay(100, patience.Token);
        Posix.Signal(console.Id, 15);
        var (code, said) = await InstalledConsole.End(console);

        var unfit = await machine.Run("serve", ("OWNER_CONSOLE_TLS", _certificate.File), ("OWNER_CONSOLE_TLS_KEY", other.Key));
        var missing = await machine.Run($"serve --tls {_certificate.File}.lost");

        code.ShouldBe(0);
        said.ShouldContain($"Owner Console: https://localhost:{machine.Port}");
        said.ShouldContain("https://localhost:" + machine.Port + "/welcome?token=");
        unfit.Code.ShouldBe(1);
        unfit.Said.ShouldContain($"The certificate {_certificate.File} with the key in {other.Key} can't be used");
        missing.Said.ShouldContain(".lost");
        missing.Said.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Forwarded_headers_are_trusted_only_from_a_configured_proxy()
    {
        var me = NonLoopback.Address;
        var strange = await Forwarded(me, named: []);
        var named = await Forwarded(me, named: [new(me, 32)]);

        strange.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
        named.Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000"]);
    }

    [Fact]
    public async Task An_invalid_proxy_address_is_named_in_the_error()
    {
        using var machine = new InstalledConsole();

        var (code, said) = await machine.Run("serve", ("OWNER_CONSOLE_PROXY", "10.0.0.5, proxy.example"));

        code.ShouldBe(1);
        said.ShouldContain("OWNER_CONSOLE_PROXY has proxy.example");
    }

    public void Dispose() => _certificate.Dispose();

    private static async Task<HttpResponseMessage> Forwarded(IPAddress me, IReadOnlyList<IPNetwork> named)
    {
        await using var console = await TestConsole.Start(options => options with { Bind = me.ToString(), Proxies = named });
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(console.Address) { Host = me.ToString(), Path = "/healthz" }.Uri);
        request.Headers.Add("X-Forwarded-Proto", "https");
        return await console.Client.SendAsync(request);
    }

    private static HttpClient Browser(Certificate trusted)
    {
        var pinned = X509CertificateLoader.LoadCertificateFromFile(trusted.File).Thumbprint;
        return new(
            new SocketsHttpHandler
            {
                SslOptions = new() { RemoteCertificateValidationCallback = (_, shown, _, _) => shown is X509Certificate2 two && two.Thumbprint == pinned },
            }
        );
    }

    private static async Task<bool> Answers(HttpClient http, Uri address)
    {
        try
        {
            return (await http.GetAsync(address)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <returns>the thumbprint of the certificate that the server uses now</returns>
    private static async Task<string> Shown(Uri address)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync(address.Host);
        using var shown = new X509Certificate2(stream.RemoteCertificate!);
        return shown.Thumbprint;
    }
}
