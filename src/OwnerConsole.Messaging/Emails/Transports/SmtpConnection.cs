using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Messaging.Emails.Transports;

/// <summary>A connection to the mail server that is encrypted and signed in as the settings require. Its errors tell the team what to change.</summary>
internal sealed class SmtpConnection : SmtpClient
{
    /// <summary>MailKit has no other sign of it.</summary>
    private const string DisconnectedMessage = "The SMTP server has unexpectedly disconnected";

    /// <summary>Longer than the greeting delay that servers use against spam (6 s in Postfix), because they reject clients that talk before the greeting.</summary>
    private static readonly TimeSpan GreetingTimeout = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan QuitTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Supported sign-in methods, the preferred first. The connection is encrypted, so a plain password is safe, and nearly every server accepts it.</summary>
    private static readonly string[] SignInMethods = ["PLAIN", "LOGIN", "SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5"];

    private readonly MailSettings _settings;
    private readonly SmtpNetworkStream _stream;
    private readonly SmtpCertificateValidator _certificate;

    private SmtpConnection(MailSettings settings, SmtpNetworkStream stream)
    {
        (_settings, _stream, _certificate) = (settings, stream, new(settings.Host));
        LocalDomain = Uri.CheckHostName(Environment.MachineName) is UriHostNameType.Dns ? Environment.MachineName : "localhost";
        ServerCertificateValidationCallback = _certificate.Validate;
        CheckCertificateRevocation = false; // A private authority rarely has a revocation list, and none can be fetched without internet access.
    }

    /// <summary>Run that saved the settings of the connection.</summary>
    public string Version => _settings.OpenedBy;

    /// <summary>Number of emails that were sent on it, including rejected ones.</summary>
    public int Emails { get; private set; }

    /// <summary>Timestamp of the end of its last email.</summary>
    public long IdleSince { get; set; }

    /// <summary>Whether the server has responded to the start of the last email. If it hasn't, it can't have received the email.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Whether the server accepts characters outside of ASCII before the @.</summary>
    public bool SupportsUtf8 => Capabilities.HasFlag(SmtpCapabilities.UTF8);

    /// <exception cref="SocketException">The server can't be reached.</exception>
    /// <exception cref="SmtpConnectionException">The server does not match the settings, or rejects the console.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<SmtpConnection> Open(MailSettings settings, string? password, CancellationToken stop)
    {
        var connection = new SmtpConnection(settings, await SmtpNetworkStream.Connect(settings.Host, settings.Port, stop));
        try
        {
            await connection.Start(stop);
            if (settings.UserName is { } user)
                await connection.SignIn(user, password ?? "", stop);
            return connection;
        }
        catch (Exception error)
        {
            connection.Dispose();
            if (error is SmtpProtocolException broken)
                throw Explain(broken);
            throw;
        }
    }

    /// <param name="copy">Receives a blind copy; null for none. If the server rejects it, only the recipient receives the email.</param>
    /// <exception cref="SmtpCommandException">The server rejects the email.</exception>
    /// <exception cref="SmtpConnectionException">The server rejects the console, or ends the connection.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task Send(MimeMessage message, MailboxAddress from, MailboxAddress to, MailboxAddress? copy, CancellationToken stop)
    {
        (Emails, HasStarted) = (Emails + 1, false);
        // With one recipient, pipelining saves one round trip, but a server that sends the two responses separately delays the second by 40 ms.
        Capabilities &= ~SmtpCapabilities.Pipelining;
        // With SMTPUTF8, every server on the way must support it. The domain alone doesn't require it.
        if (!MimeMessageFactory.NeedsUtf8(to))
            Capabilities &= ~SmtpCapabilities.UTF8;
        try
        {
            await Deliver(message, from, to, copy, stop);
        }
        catch (ServiceNotAuthenticatedException error)
        {
            throw new SmtpConnectionException(error.Message, (int)SmtpStatusCode.AuthenticationRequired);
        }
        catch (SmtpProtocolException error)
        {
            throw Explain(error);
        }
    }

    private async Task Deliver(MimeMessage message, MailboxAddress from, MailboxAddress to, MailboxAddress? copy, CancellationToken stop)
    {
        try
        {
            await SendAsync(FormatOptions.Default, message, from, copy is null ? [to] : [to, copy], stop);
        }
        catch (SmtpCommandException) when (copy is not null && IsConnected) // nothing was accepted
        {
            await SendAsync(FormatOptions.Default, message, from, [to], stop);
        }
    }

    /// <summary>Ends the conversation. Its emails are already accepted or rejected, so errors are ignored.</summary>
    public async Task End()
    {
        using var soon = new CancellationTokenSource(QuitTimeout);
        await DisconnectAsync(quit: true, soon.Token);
    }

    protected override void OnSenderAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) => HasStarted = true;

    protected override SslClientAuthenticationOptions GetSslClientAuthenticationOptions(
        string host,
        RemoteCertificateValidationCallback remoteCertificateValidationCallback
    )
    {
        _stream.StartTls();
        var options = base.GetSslClientAuthenticationOptions(host, remoteCertificateValidationCallback);
        OutboundTls.DisableDownloads(options);
        return options;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _stream.Dispose();
    }

    private async Task Start(CancellationToken stop)
    {
        if (_settings.Encryption is not SmtpEncryption.Implicit)
            await WaitForGreeting(stop);
        try
        {
            await ConnectAsync(_stream, _settings.Host, _settings.Port, Option(_settings.Encryption), stop);
        }
        catch (SslHandshakeException error)
        {
            stop.ThrowIfCancellationRequested(); // MailKit reports a cancelled handshake as a failed one
            throw new SmtpConnectionException(Explain(error));
        }
        catch (NotSupportedException)
        {
            throw new SmtpConnectionException(
                "The server doesn't support STARTTLS on this port, so nothing was sent. The port for implicit TLS is usually 465."
            );
        }
        catch (SmtpCommandException refusal)
        {
            throw new SmtpConnectionException(refusal.Message, (int)refusal.StatusCode);
        }
    }

    private async Task WaitForGreeting(CancellationToken stop)
    {
        if (!await _stream.WaitForData(GreetingTimeout, stop) && await SmtpNetworkStream.BeginsWithTls(_settings.Host, _settings.Port, stop))
            throw new SmtpConnectionException("The server expects implicit TLS on this port. Choose implicit TLS, or use the port for STARTTLS (usually 587).");
    }

    /// <summary>Signs in, unless the server requires no sign-in. Only one method is used, because each failed attempt counts toward a lockout.</summary>
    private async Task SignIn(string user, string password, CancellationToken stop)
    {
        if (!Capabilities.HasFlag(SmtpCapabilities.Authentication))
            return;
        if (SignInMethods.FirstOrDefault(name => AuthenticationMechanisms.Contains(name, StringComparer.OrdinalIgnoreCase)) is not { } method)
            throw new SmtpConnectionException(
                $"The server's sign-in methods are not supported: {string.Join(", ", AuthenticationMechanisms)}. Supported methods are {string.Join(", ", SignInMethods)}."
            );
        AuthenticationMechanisms.Clear();
        AuthenticationMechanisms.Add(method);
        try
        {
            await AuthenticateAsync(Encoding.UTF8, new NetworkCredential(user, password), stop);
        }
        catch (AuthenticationException error)
        {
            throw error.InnerException is SmtpCommandException refusal
                ? new SmtpConnectionException(refusal.Message, (int)refusal.StatusCode)
                : new SmtpConnectionException($"The server rejected the sign-in by {method}.");
        }
    }

    private string Explain(SslHandshakeException error) =>
        _certificate.Error
        ?? (_stream.FirstByteOfTls, _settings.Encryption) switch
        {
            ({ } first, SmtpEncryption.Implicit) when char.IsAsciiDigit((char)first) =>
                "The server starts unencrypted on this port. Choose STARTTLS, or use the port for implicit TLS (usually 465).",
            ({ }, SmtpEncryption.Starttls) when !_stream.AnsweredWithTls =>
                "The server sent unencrypted data after agreeing to STARTTLS. The connection may have been tampered with.",
            _ => $"The encrypted connection failed: {error.InnerException?.Message}",
        };

    // MailKit's message repeats the last response, which can contain the recipient's address.
    private static SmtpConnectionException Explain(SmtpProtocolException error) =>
        new(error.Message.StartsWith(DisconnectedMessage, StringComparison.Ordinal) ? "The server closed the connection." : "The server doesn't speak SMTP.");

    private static SecureSocketOptions Option(SmtpEncryption encryption) =>
        encryption switch
        {
            SmtpEncryption.Starttls => SecureSocketOptions.StartTls,
            SmtpEncryption.Implicit => SecureSocketOptions.SslOnConnect,
            _ => SecureSocketOptions.None,
        };
}
