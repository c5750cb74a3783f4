using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OwnerConsole.Tests.Sdk;

/// <summary>An issuer with its own keys: it publishes them as the console does, and signs any claims of a test, also invalid ones.</summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, ECDsa> _keys = new(StringComparer.Ordinal);

    private TokenIssuer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>The impersonations that it reports as active.</summary>
    public ConcurrentDictionary<string, bool> Active { get; } = new(StringComparer.Ordinal);

    /// <summary>How often its keys were requested.</summary>
    public int Asked { get; private set; }

    public static async Task<TokenIssuer> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        var app = builder.Build();
        var issuer = new TokenIssuer(app);
        app.Run(issuer.Answer);
        await app.StartAsync();
        issuer.Rotate("first");
        return issuer;
    }

    /// <summary>Makes a new key current; earlier keys stay published.</summary>
    public void Rotate(string id) => _keys[id] = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string Sign(object claims, string key = "first", object? header = null)
    {
        var head = Part(
            header
                ?? new
                {
                    alg = "ES256",
                    typ = "JWT",
                    kid = key,
                }
        );
        var signed = $"{head}.{Part(claims)}";
        var signature = _keys[key].SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public static string Part(object json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var key in _keys.Values)
            key.Dispose();
    }

    private async Task Answer(HttpContext context)
    {
        var path = context.Request.Path.Value!.Split('/');
        switch (path)
        {
            case [_, ".well-known", "jwks.json"]:
                Asked++;
                await context.Response.WriteAsJsonAsync(new { keys = _keys.Select(key => Shown(key.Key, key.Value.ExportParameters(false))) });
                break;
            case [_, "api", "v1", "impersonations", "introspect"]:
                var asked = await context.Request.ReadFromJsonAsync<JsonElement>();
                await context.Response.WriteAsJsonAsync(new { active = Active.ContainsKey(asked.GetProperty("id").GetString()!) });
                break;
            case [_, "api", "v1", "impersonations", var id, "leave"]:
                Active.TryRemove(id, out _);
                await context.Response.WriteAsJsonAsync(new { });
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static object Shown(string id, ECParameters key) =>
        new
        {
            kty = "EC",
            crv = "P-256",
            alg = "ES256",
            use = "sig",
            kid = id,
            x = Base64Url.EncodeToString(key.Q.X),
            y = Base64Url.EncodeToString(key.Q.Y),
        };
}
