using System.Net;
using System.Net.Sockets;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Messaging.Emails;

/// <summary>Servers that break the protocol or reject an email. The console says why, without the recipient's address.</summary>
[NotPooled("Checks connections to email servers; EmailSenderTests checks the queue.")]
[Slow(7, "Emails")]
public sealed class SmtpConnectionTests
{
    private const string Address = "console@timebot.example";

    public static TheoryData<string, string, string, string[]> Servers =>
        new()
        {
            {
                "starttls",
                "waiting",
                "The server sent unencrypted data after agreeing to STARTTLS. The connection may have been tampered with.",
                ["220 mail", "250-mail\r\n250 STARTTLS", "220 go ahead\r\n250-mail\r\n250 AUTH PLAIN", "250 ok"]
            },
            { "none", "waiting", "The server doesn't speak SMTP.", ["SSH-2.0-OpenSSH_9.9"] },
            { "none", "waiting", "The server closed the connection.", ["220 mail", "250 mail", "250 ok", $"250 <{Address}> ok"] },
            { "none", "waiting", "4.7.0 <…> try later", ["220 mail", "250 mail", "250 ok", $"421 4.7.0 <{Address}> try later"] },
            { "none", "bounced", "5.2.2 <…> is full", ["220 mail", "250 mail", "250 ok", $"552-5.2.2 <{Address.ToUpperInvariant()}>\r\n552 is full"] },
            { "none", "failed", "5.3.4 too large", ["220 mail", "250 mail", "250 ok", "250 ok", "552 5.3.4 too large"] },
            { "none", "failed", "5.7.1 <…> is no sender here", ["220 mail", "250 mail", $"550 5.7.1 <{Address}> is no sender here"] },
        };

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task An_email_that_the_server_does_not_accept_states_why(string encryption, string state, string reason, string[] responses)
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var server = new ScriptedMailServer(responses);
        await app.Run(
            "mail.configure",
            "tnt_platform",
            new
            {
                host = "127.0.0.1",
                port = server.Port,
                encryption,
                from_address = Address,
            }
        );

        await app.Run("mail.test", "tnt_platform");
        var emails = await app.Await("/api/v1/emails", answer => answer.GetProperty("data")[0].GetProperty("attempts").GetInt32() > 0);

        var email = emails.GetProperty("data")[0];
        (email.GetProperty("state").GetString(), email.GetProperty("reason").GetString()).ShouldBe((state, reason));
        server.Received.ShouldNotContain("Subject:");
    }

    [Theory]
    [InlineData("starttls")]
    [InlineData("implicit")]
    public async Task A_mail_servers_certificate_cannot_make_the_console_request_the_URL_of_its_issuer(string encryption)
    {
        using var issuer = new TcpListener(IPAddress.Loopback, 0);
        issuer.Start();
        using var certificate = new Certificate(issuerUrl: $"http://{issuer.LocalEndpoint}/issuer.cer");
        await using var postbox = await MailServer.Start(
            0,
            ("KEY", certificate.Key),
            ("CERT", certificate.File),
            ("SECURE", encryption == "implicit" ? "yes" : "")
        );
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await app.Run(
            "mail.configure",
            "tnt_platform",
            new
            {
                host = "localhost",
                postbox.Port,
                encryption,
                from_address = Address,
            }
        );

        await app.Run("mail.test", "tnt_platform");
        var emails = await app.Await("/api/v1/emails", answer => answer.GetProperty("data")[0].GetProperty("attempts").GetInt32() > 0);

        emails.GetProperty("data")[0].GetProperty("reason").GetString()!.ShouldContain("Its issuer CN=Unknown authority is unknown.");
        issuer.Pending().ShouldBeFalse();
    }
}
