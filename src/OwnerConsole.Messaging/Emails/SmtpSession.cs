using System.Text;

namespace OwnerConsole.Messaging.Emails;

/// <summary>The SMTP conversation that sends an email (RFC 5321). Before the connection is encrypted, only a greeting is sent.</summary>
/// <remarks>The SMTP client of .NET doesn't support implicit TLS and doesn't report what is wrong with a certificate.</remarks>
internal sealed class SmtpSession(SmtpConnection connection, CancellationToken stop)
{
    /// <summary>Longer than the greeting delay that servers use against spam (6 s in Postfix), because they reject clients that talk before the greeting.</summary>
    private static readonly TimeSpan GreetingTimeout = TimeSpan.FromSeconds(8);

    private SmtpReply _capabilities = new(0, [""]); // until the first response to EHLO

    /// <summary>Whether the server accepts addresses with non-ASCII characters before the @.</summary>
    public bool SupportsUtf8 => _capabilities.FindExtension("SMTPUTF8") is not null;

    /// <exception cref="SmtpRefusedException">The server rejects the console.</exception>
    /// <exception cref="SmtpConnectionException">The server does not match the settings.</exception>
    public async Task Start(MailSettings settings, string? password)
    {
        if (settings.Encryption is SmtpEncryption.Implicit)
            await connection.Encrypt(stop);
        await ReadGreeting(settings);
        await Hello();
        if (settings.Encryption is SmtpEncryption.Starttls)
            await StartTls();
        if (settings.UserName is { } user)
            await SignIn(user, password ?? "");
    }

    public async Task Send(MimeMessage email)
    {
        await SendCommand($"MAIL FROM:<{email.From}>{(email.NeedsUtf8 ? " SMTPUTF8" : "")}", SmtpStep.Sender);
        await SendCommand($"RCPT TO:<{email.To}>", SmtpStep.Recipient);
        await SendCommand("DATA", SmtpStep.Message);
        await SendCommand(email.Text.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + ".", SmtpStep.Message);
    }

    /// <summary>Ends the conversation. The email is already accepted, so errors are ignored.</summary>
    public async Task End()
    {
        try
        {
            await connection.Write("QUIT\r\n", stop);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // the server closed the connection first
        }
    }

    private async Task ReadGreeting(MailSettings settings)
    {
        var greeting = connection.Read(stop);
        if (
            settings.Encryption is not SmtpEncryption.Implicit
            && await Task.WhenAny(greeting, Task.Delay(GreetingTimeout, stop)) != greeting
            && await SmtpConnection.BeginsWithTls(settings.Host, settings.Port, stop)
        )
            throw new SmtpConnectionException("The server expects implicit TLS on this port. Choose implicit TLS, or use the port for STARTTLS (usually 587).");
        EnsureAccepted(await greeting, SmtpStep.Hello);
    }

    private async Task StartTls()
    {
        if (_capabilities.FindExtension("STARTTLS") is null)
            throw new SmtpConnectionException(
                "The server doesn't support STARTTLS on this port, so nothing was sent. The port for implicit TLS is usually 465."
            );
        await SendCommand("STARTTLS", SmtpStep.Hello);
        await connection.Encrypt(stop);
        await Hello(); // the unencrypted list of extensions may have been tampered with
    }

    private async Task Hello() => _capabilities = await SendCommand($"EHLO {LocalName}", SmtpStep.Hello);

    /// <summary>Signs in, unless the server requires no sign-in.</summary>
    private async Task SignIn(string user, string password)
    {
        var ways = _capabilities.FindExtension("AUTH");
        if (ways is null)
            return;
        if (ways.Contains("PLAIN", StringComparer.OrdinalIgnoreCase))
            await SendCommand($"AUTH PLAIN {ToBase64($"\0{user}\0{password}")}", SmtpStep.Hello);
        else if (ways.Contains("LOGIN", StringComparer.OrdinalIgnoreCase))
        {
            await SendCommand("AUTH LOGIN", SmtpStep.Hello);
            await SendCommand(ToBase64(user), SmtpStep.Hello);
            await SendCommand(ToBase64(password), SmtpStep.Hello);
        }
        else
            throw new SmtpConnectionException(
                $"The server's sign-in methods are not supported: {string.Join(", ", ways[1..])}. Supported methods are PLAIN and LOGIN."
            );
    }

    private async Task<SmtpReply> SendCommand(string line, SmtpStep step)
    {
        await connection.Write(line + "\r\n", stop);
        return EnsureAccepted(await connection.Read(stop), step);
    }

    private static SmtpReply EnsureAccepted(SmtpReply reply, SmtpStep step) => reply.IsGood ? reply : throw new SmtpRefusedException(reply, step);

    private static string ToBase64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string LocalName => Uri.CheckHostName(Environment.MachineName) is UriHostNameType.Dns ? Environment.MachineName : "localhost";
}
