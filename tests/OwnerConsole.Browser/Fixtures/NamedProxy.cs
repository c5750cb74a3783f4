using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Playwright;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser.Fixtures;

/// <summary>A TLS proxy in front of a console with its own host name. A second host name belongs to a stranger and serves an empty page.</summary>
public sealed class NamedProxy : IAsyncDisposable
{
    public const string Name = "console.test",
        Stranger = "evil.console.test";

    private static readonly string[] s_hopByHop = ["Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Content-Length"];

    private readonly WebApplication _site;
    private readonly Certificate _certificate;
    private readonly HttpClient _console;

    private NamedProxy(WebApplication site, Certificate certificate, HttpClient console) => (_site, _certificate, _console) = (site, certificate, console);

    public static async Task<NamedProxy> Before(TestConsole console)
    {
        var certificate = new Certificate(name: Name);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder
            .WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel =>
                kestrel.Listen(
                    IPAddress.Loopback,
                    port: 0,
                    here =>
                    {
                        here.Protocols = HttpProtocols.Http1;
                        here.UseHttps(X509CertificateLoader.LoadPkcs12(Pair(certificate).Export(X509ContentType.Pkcs12), password: null));
                    }
                )
            );
        var proxy = new NamedProxy(builder.Build(), certificate, TestConsole.NewClient(console.Address, useCookies: false));
        proxy._site.Run(proxy.Answer);
        await proxy._site.StartAsync();
        return proxy;
    }

    /// <summary>A browser that resolves both names to this proxy and trusts its certificate.</summary>
    public async Task<IBrowser> Browser()
    {
        using var pair = Pair(_certificate);
        var pin = Convert.ToBase64String(SHA256.HashData(pair.PublicKey.ExportSubjectPublicKeyInfo()));
        var here = new Uri(_site.Urls.Single()).Authority;
        return await Chromium.Launch($"--host-resolver-rules=MAP {Name} {here}, MAP {Stranger} {here}", $"--ignore-certificate-errors-spki-list={pin}");
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _console.Dispose();
        _certificate.Dispose();
    }

    private static X509Certificate2 Pair(Certificate certificate) => X509Certificate2.CreateFromPemFile(certificate.File, certificate.Key);

    private async Task Answer(HttpContext context)
    {
        if (context.Request.Host.Host == Stranger)
        {
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<!doctype html><title>Not the console</title>");
            return;
        }
        using var asked = new HttpRequestMessage(new(context.Request.Method), context.Request.Path + context.Request.QueryString);
        if (context.Request.ContentType is not null)
            asked.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers.Where(header => !s_hopByHop.Contains(header.Key)))
            if (!asked.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                asked.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        asked.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "https");
        using var answer = await _console.SendAsync(asked, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !s_hopByHop.Contains(header.Key)))
            context.Response.Headers[name] = values.ToArray();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
