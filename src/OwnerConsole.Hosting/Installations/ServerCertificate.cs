using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace OwnerConsole.Hosting.Installations;

/// <summary>The TLS certificate of the console. It is reloaded when its file changes, so renewals need no restart.</summary>
public sealed class ServerCertificate
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly string _certificate;
    private readonly string? _key;
    private readonly Lock _reading = new();
    private volatile LoadedCertificate _loaded;

    /// <param name="certificate">PEM file with the certificate and its intermediate certificates.</param>
    /// <param name="key">PEM file with the private key; null if the key is in the certificate file.</param>
    /// <exception cref="ServerCertificateException">The files can't be read or do not match.</exception>
    public ServerCertificate(string certificate, string? key)
    {
        (_certificate, _key) = (certificate, key);
        _loaded = Open();
    }

    /// <summary>Expiry in UTC. After that, browsers reject the console.</summary>
    public DateTimeOffset EndsAt => new(_loaded.Shown.TargetCertificate.NotAfter.ToUniversalTime());

    public string Names => _loaded.Shown.TargetCertificate.GetNameInfo(X509NameType.DnsName, forIssuer: false);

    internal TlsHandshakeCallbackOptions Handshake =>
        new()
        {
            OnConnection = _ =>
                ValueTask.FromResult(
                    new SslServerAuthenticationOptions { ServerCertificateContext = Current(), EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 }
                ),
        };

    /// <summary>Returns the certificate. While new files don't match yet, for example between two writes, the old ones are used.</summary>
    private SslStreamCertificateContext Current()
    {
        lock (_reading)
        {
            if (TimeProvider.System.GetElapsedTime(_loaded.LookedAt) < CheckInterval)
                return _loaded.Shown;
            try
            {
                _loaded = Stamp() == _loaded.Stamp ? _loaded with { LookedAt = TimeProvider.System.GetTimestamp() } : Open();
            }
            catch (ServerCertificateException)
            {
                _loaded = _loaded with { LookedAt = TimeProvider.System.GetTimestamp() };
            }
            return _loaded.Shown;
        }
    }

    private LoadedCertificate Open()
    {
        try
        {
            var stamp = Stamp();
            var read = X509Certificate2.CreateFromPemFile(_certificate, _key);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(_certificate);
            return new(SslStreamCertificateContext.Create(read, chain, offline: true), stamp, TimeProvider.System.GetTimestamp());
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new ServerCertificateException(
                $"The certificate {_certificate} with the key in {_key ?? "the same file"} can't be used: {unreadable.Message} Both must be PEM files, and the key must not have a password."
            );
        }
    }

    private (DateTime, DateTime) Stamp() => (File.GetLastWriteTimeUtc(_certificate), _key is null ? default : File.GetLastWriteTimeUtc(_key));

    private sealed record LoadedCertificate(SslStreamCertificateContext Shown, (DateTime, DateTime) Stamp, long LookedAt);
}

/// <summary>The TLS certificate can't be used; the message is one line with the remedy.</summary>
public sealed class ServerCertificateException(string message) : Exception(message);
