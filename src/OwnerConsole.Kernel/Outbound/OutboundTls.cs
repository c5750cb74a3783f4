using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace OwnerConsole.Kernel.Outbound;

/// <summary>TLS settings of connections to hosts that the team configures.</summary>
public static class OutboundTls
{
    /// <summary>Verifies the presented chain against the trusted certificates of this machine, without any request.</summary>
    /// <remarks>By default, .NET downloads a missing issuer from a URL in the certificate: from any host, also a private one, because <see cref="OutboundHostPolicy"/> doesn't check that request.</remarks>
    public static void DisableDownloads(SslClientAuthenticationOptions options) =>
        options.CertificateChainPolicy = new() { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };

    /// <inheritdoc cref="DisableDownloads"/>
    public static SslClientAuthenticationOptions CreateOptions()
    {
        var options = new SslClientAuthenticationOptions();
        DisableDownloads(options);
        return options;
    }
}
