using System.Text;

namespace OwnerConsole.Reliability.Mails;

/// <summary>What is said to a mail server until it has taken a letter (RFC 5321): nothing but a greeting before the connection is encrypted.</summary>
/// <remarks>The mail client of .NET speaks no TLS from the first byte, and tells no flaw of a certificate from any other.</remarks>
internal sealed class SmtpConversation(SmtpConnection connection, CancellationToken stop)
{
    /// <summary>Longer than a server makes a stranger wait who might be a spammer (6 s in Postfix): one that is spoken to before it has greeted shuts the door.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(8);

    private SmtpReply _offered = new(0, [""]); // until it is greeted

    /// <summary>Addresses with letters beyond ASCII before their @.</summary>
    public bool TakesUtf8 => _offered.Offers("SMTPUTF8") is not null;

    /// <exception cref="SmtpRefusal">it takes nothing from us</exception>
    /// <exception cref="SmtpTrouble">it isn't what the settings say</exception>
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

    /// <summary>It has the letter: whether it says goodbye is its own affair.</summary>
    public async Task End()
    {
        try
        {
            await connection.Write("QUIT\r\n", stop);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // it went first
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
            throw new SmtpTrouble("The server waits for TLS from the start on this port. Choose that, or the port where it speaks STARTTLS (usually 587).");
        Good(await greeting, SmtpStep.Hello);
    }

    private async Task ChangeToTls()
    {
        if (_offered.Offers("STARTTLS") is null)
            throw new SmtpTrouble(
                "The server offers no STARTTLS on this port, so nothing was said to it. Where it speaks TLS from the start, the port is usually 465."
            );
        await Say("STARTTLS", SmtpStep.Hello);
        await connection.Encrypt(stop);
        await Hello(); // what it offered in clear may have been somebody else's word
    }

    private async Task Hello() => _offered = await Say($"EHLO {Ourselves}", SmtpStep.Hello);

    /// <summary>A server that asks for nobody is told nothing.</summary>
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
            throw new SmtpTrouble($"The server offers only ways to sign in that are not spoken here: {string.Join(", ", ways[1..])}. PLAIN and LOGIN are.");
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
