using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace OwnerConsole.Fixtures;

/// <summary>A third-party mail server: a separate process with the npm packages smtp-server and mailparser.</summary>
public sealed class MailServer : IAsyncDisposable
{
    private readonly Process _process;

    private MailServer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public sealed record Mailbox(string Address, string Name);

    /// <param name="Recipients">Addresses that the server was asked to deliver to.</param>
    /// <param name="Type">Content type of the whole email, such as multipart/alternative.</param>
    /// <param name="Connection">Id of the connection that it came on.</param>
    /// <param name="Raw">The email as received.</param>
    public sealed record ReceivedEmail(
        string Id,
        Mailbox From,
        Mailbox To,
        string[] Recipients,
        string Subject,
        string Text,
        string? Html,
        string Type,
        string? Auto,
        bool Secure,
        string? User,
        string Connection,
        string Raw
    );

    /// <param name="port">0 uses any free port.</param>
    /// <param name="settings">Settings, documented in the script.</param>
    public static async Task<MailServer> Start(int port = 0, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("node", "postbox.mjs")
        {
            WorkingDirectory = Repository.PathOf("tests", "postbox"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["PORT"] = port.ToString(CultureInfo.InvariantCulture), ["USER"] = "" },
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        return new(process, int.Parse((await process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture));
    }

    /// <summary>Configures the console to send through this server without encryption or password.</summary>
    public async Task<JsonElement> Connect(TestApplication app, string platform = "Time Bot")
    {
        await app.Run("setting.change", "tnt_platform", new { key = "platform.name", value = platform });
        await app.Run("setting.change", "tnt_platform", new { key = "platform.url", value = "https://console.timebot.example" });
        return await app.Run(
            "mail.configure",
            "tnt_platform",
            new
            {
                host = "127.0.0.1",
                port = Port,
                encryption = "none",
                from_address = "console@timebot.example",
                from_name = "Time Bot",
            }
        );
    }

    /// <summary>Waits for the next email and fails after the timeout.</summary>
    public async Task<ReceivedEmail> Next(int seconds = 30)
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(seconds));
        return JsonSerializer.Deserialize<ReceivedEmail>(line!, JsonSerializerOptions.Web)!;
    }

    /// <summary>Stops the server and returns the emails that were not read yet.</summary>
    public async Task<IReadOnlyList<ReceivedEmail>> ReadRemaining()
    {
        _process.StandardInput.Close();
        var rest = await _process.StandardOutput.ReadToEndAsync();
        return
        [
            .. rest.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<ReceivedEmail>(line, JsonSerializerOptions.Web)!),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
