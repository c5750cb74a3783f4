using System.Text;

namespace OwnerConsole.Reliability.Mails;

/// <summary>The SMTP conversation that sends an email (RFC 5321). Before the connection is encrypted, only a greeting is sent.</summary>
/// <remarks>The SMTP client of .NET doesn't support implicit TLS and doesn't report what is wrong with a certificate.</remarks>
internal sealed class SmtpConversation(SmtpConnection connection, CancellationToken stop)
{
    /// <summary>Longer than the greeting delay that servers use against spam (6 s in Postfix), because they reject clients that talk before the greeting.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(8);

    private SmtpReply _offered = new(0, [""]); // until the first response to EHLO

    /// <summary>Whether the server accepts addresses with non-ASCII characters before the @.</summary>
    public bool TakesUtf8 => _offered.Offers("SMTPUTF8") is not null;

    /// <exception cref="SmtpRefusal">The server rejects the console.</exception>
    /// <exception cref="SmtpTrouble">The server does not match the settings.</exception>
    public async Task Begin(MailSettings settings, string? password)
    {
        if (settings.Encryption is Encryption.Implicit)
            await connection.Encrypt(stop);
        await Greeting(settings);
        await Hello();
        if (settings.Encryption is Encryption.Starttls)
            await ChangeToTls();
        if (settings.UserName is { } user)
            await SignIn(user, password ?? "");
    }

    public async Task Send(MimeLetter letter)
    {
        await Say($"MAIL FROM:<{letter.From}>{(letter.NeedsUtf8 ? " SMTPUTF8" : "")}", SmtpStep.Sender);
        await Say($"RCPT TO:<{letter.To}>", SmtpStep.Recipient);
        await Say("DATA", SmtpStep.Letter);
        await Say(letter.Text.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + ".", SmtpStep.Letter);
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

    private async Task Greeting(MailSettings settings)
    {
        var greeting = connection.Read(stop);
        if (
            settings.Encryption is not Encryption.Implicit
            && await Task.WhenAny(greeting, Task.Delay(Quiet, stop)) != greeting
            && await SmtpConnection.BeginsWithTls(settings.Host, settings.Port, stop)
        )
            throw new SmtpTrouble("The server expects implicit TLS on this port. Choose implicit TLS, or use the port for STARTTLS (usually 587).");
        Good(await greeting, SmtpStep.Hello);
    }

    private async Task ChangeToTls()
    {
        if (_offered.Offers("STARTTLS") is null)
            throw new SmtpTrouble("The server doesn't support STARTTLS on this port, so nothing was sent. The port for implicit TLS is usually 465.");
        await Say("STARTTLS", SmtpStep.Hello);
        await connection.Encrypt(stop);
        await Hello(); // the unencrypted list of extensions may have been tampered with
    }

    private async Task Hello() => _offered = await Say($"EHLO {Ourselves}", SmtpStep.Hello);

    /// <summary>Signs in, unless the server requires no sign-in.</summary>
    private async Task SignIn(string user, string password)
    {
        var ways = _offered.Offers("AUTH");
        if (ways is null)
            return;
        if (ways.Contains("PLAIN", StringComparer.OrdinalIgnoreCase))
            await Say($"AUTH PLAIN {Coded($"\0{user}\0{password}")}", SmtpStep.Hello);
        else if (ways.Contains("LOGIN", StringComparer.OrdinalIgnoreCase))
        {
            await Say("AUTH LOGIN", SmtpStep.Hello);
            await Say(Coded(user), SmtpStep.Hello);
            await Say(Coded(password), SmtpStep.Hello);
        }
        else
            throw new SmtpTrouble($"The server's sign-in methods are not supported: {string.Join(", ", ways[1..])}. Supported methods are PLAIN and LOGIN.");
    }

    private async Task<SmtpReply> Say(string line, SmtpStep step)
    {
        await connection.Write(line + "\r\n", stop);
        return Good(await connection.Read(stop), step);
    }

    private static SmtpReply Good(SmtpReply reply, SmtpStep step) => reply.IsGood ? reply : throw new SmtpRefusal(reply, step);

    private static string Coded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Ourselves => Uri.CheckHostName(Environment.MachineName) is UriHostNameType.Dns ? Environment.MachineName : "localhost";
}
