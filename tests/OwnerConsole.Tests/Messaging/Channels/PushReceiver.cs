using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Tests.Messaging.Channels;

/// <summary>A push service on loopback, and the browsers that use it. It verifies the signed token (RFC 8292) and decrypts each message (RFC 8291).</summary>
public sealed class PushReceiver : IAsyncDisposable
{
    private const int HeaderLength = 16 + 4 + 1,
        TagLength = 16;

    private readonly WebApplication _web;
    private readonly ConcurrentDictionary<string, TestPushBrowser> _browsers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<(int Status, int? RetryAfter)>> _faults = new(StringComparer.Ordinal);

    private readonly TimeSpan _delay;

    private PushReceiver(TimeSpan delay)
    {
        _delay = delay;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        builder.Logging.ClearProviders();
        _web = builder.Build();
        _web.Run(Handle);
    }

    public int Port => new Uri(_web.Urls.First()).Port;

    /// <summary>Requests in the order of their arrival.</summary>
    public ConcurrentQueue<PushRequest> Requests { get; } = new();

    /// <summary>What contradicted the standards.</summary>
    public ConcurrentQueue<string> Contradictions { get; } = new();

    /// <param name="delay">Time between the arrival of a message and the answer.</param>
    public static async Task<PushReceiver> Start(TimeSpan delay = default)
    {
        var receiver = new PushReceiver(delay);
        await receiver._web.StartAsync();
        return receiver;
    }

    /// <param name="host">Two names of this machine stand for two push services.</param>
    public TestPushBrowser AddBrowser(string name, string host = "127.0.0.1")
    {
        var browser = new TestPushBrowser($"http://{host}:{Port}/push/{name}");
        _browsers[name] = browser;
        return browser;
    }

    /// <summary>Answers the next request for a browser without delivering it.</summary>
    public void FailNext(string name, int status, int? retryAfter = null) => _faults.GetOrAdd(name, _ => new()).Enqueue((status, retryAfter));

    /// <returns>Messages that the browser has received.</returns>
    public IReadOnlyList<PushRequest> Delivered(string name) => [.. Requests.Where(request => request.Browser == name && request.Status == 201)];

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task Handle(HttpContext context)
    {
        var name = context.Request.Path.Value!.Split('/')[^1];
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var (status, retryAfter) = _faults.TryGetValue(name, out var faults) && faults.TryDequeue(out var fault) ? fault : (201, null);
        try
        {
            var content = Decrypt(_browsers[name], body.ToArray());
            var (claims, key) = Verify(headers["Authorization"]);
            Requests.Enqueue(new(name, status, headers, content, claims, key, TimeProvider.System.GetUtcNow()));
        }
        catch (Exception error) when (error is CryptographicException or FormatException or KeyNotFoundException or JsonException)
        {
            Contradictions.Enqueue($"{name}: {error}");
        }
        await Task.Delay(_delay);
        context.Response.StatusCode = status;
        if (retryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Decrypts as a browser does: RFC 8291 for the keys, RFC 8188 for the content.</summary>
    private static byte[] Decrypt(TestPushBrowser browser, byte[] body)
    {
        var (salt, recordSize, keyLength) = (body[..16], BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(16)), body[20]);
        if (body.Length > 4_096 || keyLength != 65 || recordSize < body.Length - HeaderLength - keyLength)
            throw new CryptographicException($"The message of {body.Length} bytes must be one record, and its key 65 bytes.");
        var (senderKey, record) = (body[HeaderLength..(HeaderLength + keyLength)], body[(HeaderLength + keyLength)..]);
        using var sender = ECDiffieHellman.Create(PointOf(senderKey));
        var input = HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            browser.Key.DeriveRawSecretAgreement(sender.PublicKey),
            32,
            browser.Auth,
            [.. "WebPush: info\0"u8, .. browser.PublicKey, .. senderKey]
        );
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 16, salt, [.. "Content-Encoding: aes128gcm\0"u8]);
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 12, salt, [.. "Content-Encoding: nonce\0"u8]);
        var clear = new byte[record.Length - TagLength];
        using var cipher = new AesGcm(key, TagLength);
        cipher.Decrypt(nonce, record.AsSpan(0, clear.Length), record.AsSpan(clear.Length), clear);
        var end = Array.FindLastIndex(clear, one => one != 0);
        return clear[end] == 2 ? clear[..end] : throw new CryptographicException("The last record must end with 2.");
    }

    private static (JsonElement Claims, string Key) Verify(string authorization)
    {
        var parts = authorization["vapid ".Length..].Split(", ").ToDictionary(part => part[..1], part => part[2..], StringComparer.Ordinal);
        var (token, key) = (parts["t"].Split('.'), parts["k"]);
        using var sender = ECDsa.Create(PointOf(Base64Url.DecodeFromChars(key)));
        if (!sender.VerifyData(Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), Base64Url.DecodeFromChars(token[2]), HashAlgorithmName.SHA256))
            throw new CryptographicException("The signature of the token is wrong.");
        return (JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(token[1])), key);
    }

    private static ECParameters PointOf(byte[] point) =>
        new()
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = point[1..33], Y = point[33..] },
        };
}

/// <summary>A subscribed browser with its private key.</summary>
public sealed class TestPushBrowser
{
    public TestPushBrowser(string endpoint)
    {
        var point = Key.ExportParameters(includePrivateParameters: false).Q;
        (Endpoint, PublicKey) = (endpoint, [4, .. point.X!, .. point.Y!]);
    }

    public string Endpoint { get; }

    public byte[] PublicKey { get; }

    public byte[] Auth { get; } = RandomNumberGenerator.GetBytes(16);

    public ECDiffieHellman Key { get; } = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The result of <c>PushSubscription.toJSON()</c>.</summary>
    public object Json =>
        new
        {
            endpoint = Endpoint,
            expirationTime = (double?)null,
            keys = new { p256dh = Base64Url.EncodeToString(PublicKey), auth = Base64Url.EncodeToString(Auth) },
        };
}

/// <summary>A request that a push service received.</summary>
/// <param name="Status">Status that it answered.</param>
/// <param name="Content">Decrypted content.</param>
/// <param name="Claims">Claims of the signed token.</param>
/// <param name="Key">Public key that the token is signed with.</param>
public sealed record PushRequest(
    string Browser,
    int Status,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Content,
    JsonElement Claims,
    string Key,
    DateTimeOffset At
)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Content);
}
