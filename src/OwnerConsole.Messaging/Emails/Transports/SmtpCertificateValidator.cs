using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace OwnerConsole.Messaging.Emails.Transports;

/// <summary>Validates the certificate of a mail server and explains what is wrong with it.</summary>
internal sealed class SmtpCertificateValidator(string host)
{
    /// <summary>Why the certificate is invalid; null if it is valid or was not presented yet.</summary>
    public string? Error { get; private set; }

    public bool Validate(object connection, X509Certificate? shown, X509Chain? chain, SslPolicyErrors found)
    {
        if (found is not SslPolicyErrors.None)
            Error = Describe(shown as X509Certificate2, chain, found);
        return found is SslPolicyErrors.None;
    }

    private string Describe(X509Certificate2? shown, X509Chain? chain, SslPolicyErrors found) =>
        found switch
        {
            _ when shown is null => "The server presents no certificate.",
            _ when Has(chain, X509ChainStatusFlags.NotTimeValid) =>
                $"The server's certificate is valid only from {Day(shown.NotBefore)} to {Day(shown.NotAfter)}.",
            _ when found.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => $"The server's certificate was issued for {Names(shown)}, not for {host}.",
            _ => $"The server's certificate is not trusted by this machine. Its issuer {shown.Issuer} is unknown.",
        };

    private static bool Has(X509Chain? chain, X509ChainStatusFlags flag) => chain?.ChainStatus.Any(status => status.Status.HasFlag(flag)) == true;

    private static string Names(X509Certificate2 shown) =>
        shown.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault()?.EnumerateDnsNames().ToArray() is { Length: > 0 } names
            ? string.Join(", ", names)
            : shown.GetNameInfo(X509NameType.DnsName, forIssuer: false);

    private static string Day(DateTime local) =>
        DateOnly.FromDateTime(local.ToUniversalTime()).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
