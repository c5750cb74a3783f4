using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OwnerConsole.Fixtures;

/// <summary>A certificate and its key, as files. It is self-signed unless its issuer has a URL.</summary>
public sealed class Certificate : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("oc-certificate-").FullName;

    /// <param name="address">An address of this machine, in addition to its name.</param>
    /// <param name="issuerUrl">URL from which a client could download the certificate of the issuer, which no one trusts.</param>
    public Certificate(int validDays = 1, IPAddress? address = null, string name = "localhost", string? issuerUrl = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(address ?? IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        if (issuerUrl is not null)
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(ocspUris: null, caIssuersUris: [issuerUrl]));
        using var issuer = RSA.Create(2048);
        using var made = issuerUrl is null
            ? request.CreateSelfSigned(now.AddDays(-2), now.AddDays(validDays))
            : request.Create(
                new("CN=Unknown authority"),
                X509SignatureGenerator.CreateForRSA(issuer, RSASignaturePadding.Pkcs1),
                now.AddDays(-2),
                now.AddDays(validDays),
                [1]
            );
        System.IO.File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
        System.IO.File.WriteAllText(File, made.ExportCertificatePem());
    }

    public string Key => Path.Combine(_folder, "key.pem");

    public string File => Path.Combine(_folder, "certificate.pem");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
