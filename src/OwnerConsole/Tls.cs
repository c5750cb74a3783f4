using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace OwnerConsole;

/// <summary>The certificate that the console shows, read again when its file has changed: whoever renews it need not stop anything.</summary>
public sealed class Tls
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly string _certificate;
    private readonly string? _key;
    private readonly Lock _reading = new();
    private volatile Read _read;

    /// <param name="certificate">a PEM file: the certificate, then those that vouch for it</param>
    /// <param name="key">a PEM file; null when the key stands in the same file</param>
    /// <exception cref="TlsException">they can't be read, or don't belong together</exception>
    public Tls(string certificate, string? key)
    {
        (_certificate, _key) = (certificate, key);
        _read = Open();
    }

    /// <summary>UTC; after it browsers refuse the console.</summary>
    public DateTimeOffset EndsAt => new(_read.Shown.TargetCertificate.NotAfter.ToUniversalTime());

    public string Names => _read.Shown.TargetCertificate.GetNameInfo(X509NameType.DnsName, forIssuer: false);

    internal TlsHandshakeCallbackOptions Handshake =>
        new()
        {
            OnConnection = _ =>
                ValueTask.FromResult(
                    new SslServerAuthenticationOptions { ServerCertificateContext = Current(), EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 }
                ),
        };

    /// <summary>While the new files don't fit yet, as between the writing of one and the other, the old ones are shown.</summary>
    private SslStreamCertificateContext Current()
    {
        lock (_reading)
        {
            if (TimeProvider.System.GetElapsedTime(_read.LookedAt) < Beat)
                return _read.Shown;
            try
            {
                _read = Stamp() == _read.Stamp ? _read with { LookedAt = TimeProvider.System.GetTimestamp() } : Open();
            }
            catch (TlsException)
            {
                _read = _read with { LookedAt = TimeProvider.System.GetTimestamp() };
            }
            return _read.Shown;
        }
    }

    private Read Open()
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
            throw new TlsException(
                $"The certificate {_certificate} with the key in {_key ?? "the same file"} can't be used: {unreadable.Message} Both are PEM files, and the key has no password."
            );
        }
    }

    private (DateTime, DateTime) Stamp() => (File.GetLastWriteTimeUtc(_certificate), _key is null ? default : File.GetLastWriteTimeUtc(_key));

    private sealed record Read(SslStreamCertificateContext Shown, (DateTime, DateTime) Stamp, long LookedAt);
}

/// <summary>The console can't show a certificate; the message is one line that says what to do.</summary>
public sealed class TlsException(string message) : Exception(message);
