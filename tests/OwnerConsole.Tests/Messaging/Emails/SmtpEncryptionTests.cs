using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Tests.Messaging.Emails;

/// <summary>Encrypted connections, tested with a separate console, because the trusted certificates are read once at startup.</summary>
[Slow(38, "Emails")]
[NotPooled("Checks connections to email servers; EmailSenderTests checks the queue.")]
public sealed class SmtpEncryptionTests : IAsyncLifetime
{
    private const int Terminate = 15;
    private const string Password = "quite a secret word";

    private readonly InstalledConsole _machine = new();
    private readonly Certificate _certificate = new();
    private Connections _copy = null!; // set before any test sees it
    private Process? _console;

    [Theory]
    [InlineData("starttls")]
    [InlineData("implicit")]
    public async Task A_trusted_server_receives_password_and_email_encrypted(string encryption)
    {
        await using var postbox = await Server(encryption);
        var app = await Console(_certificate.File);

        await Decide(app, postbox, encryption, Password);
        var mail = await postbox.Next();

        (mail.Secure, mail.User, mail.To.Address).ShouldBe((true, "console", "console@timebot.example"));
    }

    [Theory]
    [InlineData("starttls")]
    [InlineData("implicit")]
    public async Task A_server_with_an_untrusted_certificate_receives_nothing(string encryption)
    {
        using var other = new Certificate();
        await using var postbox = await Server(encryption);
        var app = await Console(other.File);

        await Decide(app, postbox, encryption, Password);
        var email = await Tried(app);

        email.ShouldBe(("waiting", "The server's certificate is not trusted by this machine. Its issuer CN=localhost is unknown."));
        (await postbox.ReadRemaining()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_with_a_trusted_certificate_of_another_name_receives_nothing()
    {
        using var other = new Certificate(name: "mail.example");
        await using var postbox = await Server("starttls", other);
        var app = await Console(other.File);

        await Decide(app, postbox, "starttls", Password);
        var email = await Tried(app);

        email.ShouldBe(("waiting", "The server's certificate was issued for mail.example, not for localhost."));
        (await postbox.ReadRemaining()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Emails_wait_until_a_wrong_password_is_corrected()
    {
        await using var postbox = await Server("starttls");
        var app = await Console(_certificate.File);

        await Decide(app, postbox, "starttls", "another word");
        var email = await Tried(app);
        await app.Run("mail.configure", "tnt_platform", Settings(postbox, "starttls", Password));
        var mail = await postbox.Next();

        email.State.ShouldBe("waiting");
        mail.User.ShouldBe("console");
    }

    public async ValueTask InitializeAsync() => _copy = await TestCluster.Current.Copy();

    public async ValueTask DisposeAsync()
    {
        if (_console is not null)
        {
            Posix.Signal(_console.Id, Terminate);
            await InstalledConsole.End(_console);
            _console.Dispose();
        }
        _certificate.Dispose();
        _machine.Dispose();
        await TestCluster.Current.Drop(_copy);
    }

    /// <returns>An application of a console that trusts only this certificate.</returns>
    private async Task<TestApplication> Console(string certificate)
    {
        _console = _machine.Start(
            "serve",
            [
                .. InstalledConsole.ConnectionVariables(_copy),
                ("SSL_CERT_FILE", certificate),
                ("SSL_CERT_DIR", Path.GetDirectoryName(_machine.Data)!), // This folder has no certificates.
            ]
        );
        await _machine.Ready(_console);
        await using var services = ConsoleHost.Services(new(_copy, Port: 0, MasterKey: new byte[32]));
        return await TestApplication.Connect(services, _machine.Address);
    }

    private Task<MailServer> Server(string encryption, Certificate? certificate = null) =>
        MailServer.Start(
            0,
            ("KEY", (certificate ?? _certificate).Key),
            ("CERT", (certificate ?? _certificate).File),
            ("SECURE", encryption == "implicit" ? "yes" : ""),
            ("USER", "console"),
            ("PASSWORD", Password)
        );

    private static async Task Decide(TestApplication app, MailServer postbox, string encryption, string password)
    {
        await app.Run("mail.configure", "tnt_platform", Settings(postbox, encryption, password));
        await app.Run("mail.test", "tnt_platform");
    }

    private static async Task<(string State, string Reason)> Tried(TestApplication app)
    {
        var emails = await app.Await("/api/v1/emails", answer => answer.GetProperty("data")[0].GetProperty("attempts").GetInt32() > 0);
        var email = emails.GetProperty("data")[0];
        return (email.GetProperty("state").GetString()!, email.GetProperty("reason").GetString()!);
    }

    private static object Settings(MailServer postbox, string encryption, string password) =>
        new
        {
            host = "localhost",
            postbox.Port,
            encryption,
            user_name = "console",
            password,
            from_address = "console@timebot.example",
        };
}
