using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Fixtures;

/// <summary>samples/StudioApp as its owner runs it: a process of its own, with a database of its own, connected to a console.</summary>
internal sealed class StudioProcess : IAsyncDisposable
{
    public const string Email = "ada@lumen.example",
        Password = "a long enough word";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("oc-studio-");
    private readonly Connections _copy;
    private readonly (string Name, string Value)[] _surroundings;
    private readonly HttpClient _http;
    private readonly StringBuilder _said = new();
    private Process _process;

    private StudioProcess(Connections copy, string name, int port, Uri console, string key, string secret)
    {
        _copy = copy;
        Secret = secret;
        Database = new NpgsqlConnectionStringBuilder(TestCluster.Current.Super(copy)) { Database = name }.ConnectionString;
        Address = new($"http://localhost:{port}");
        _http = TestConsole.NewClient(Address, useCookies: false);
        Visitor = new(_http);
        _surroundings =
        [
            ("STUDIO_DATA", _home.FullName),
            ("STUDIO_DATABASE", Database),
            ("STUDIO_PORT", port.ToString(CultureInfo.InvariantCulture)),
            ("OWNER_CONSOLE_ADDRESS", console.ToString()),
            ("OWNER_CONSOLE_KEY", key),
            ("OWNER_CONSOLE_SECRET", secret),
        ];
        _process = Begin();
    }

    /// <summary>The way in of its own database.</summary>
    public string Database { get; }

    public Uri Address { get; }

    /// <summary>What its console signs with.</summary>
    public string Secret { get; }

    /// <summary>What it has written to its log.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>Somebody with a browser.</summary>
    public TestBrowser Visitor { get; }

    public TestBrowser NewVisitor() => new(_http);

    public static Task<StudioProcess> Start(TestConsole console, TestApplication owner) => Start(console.Address, owner);

    public static Task<StudioProcess> Start(Uri console, TestApplication owner) => Start(TestCluster.Current.Template, console, owner);

    /// <summary>Adds it to the console as an endpoint, and starts it.</summary>
    /// <param name="copy">any database of the cluster that its own one is made in</param>
    public static async Task<StudioProcess> Start(Connections copy, Uri console, TestApplication owner)
    {
        var port = InstalledConsole.FreePort();
        var made = await owner.Run(
            "webhook_endpoint.create",
            "tnt_platform",
            new
            {
                url = $"http://localhost:{port}/owner-console",
                population = "live",
                events = new[] { "tenant.*", "impersonation.*", "task.*" },
            }
        );
        var studio = await Start(copy, port, console, owner.Key, made.GetProperty("secret").GetString()!);
        await owner.Await("/api/v1/operations", known => known.GetRawText().Contains("tenant.widen_lessons", StringComparison.Ordinal)); // it has declared
        return studio;
    }

    /// <summary>Beside whatever stands for the console.</summary>
    public static Task<StudioProcess> Start(Uri console) =>
        Start(
            TestCluster.Current.Template,
            InstalledConsole.FreePort(),
            console,
            "oc_test",
            StandardWebhook.CreateSecret(new byte[StandardWebhook.SecretLength])
        );

    private static async Task<StudioProcess> Start(Connections copy, int port, Uri console, string key, string secret)
    {
        var name = "studio_" + Guid.CreateVersion7().ToString("N");
        await Execute(TestCluster.Current.Super(copy), $"create database {name} template template0");
        var studio = new StudioProcess(copy, name, port, console, key, secret);
        await studio.Ready();
        return studio;
    }

    /// <summary>As a machine that loses its power ends it; what it had written is on its disk.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Nothing of it is carried out beyond what needs this table, until it is let go.</summary>
    /// <returns>what holds it, as long as it lives</returns>
    public async Task<IAsyncDisposable> Hold(string table)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Database) { Pooling = false, ApplicationName = "holds" }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"begin; lock table studio.{table} in share mode", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    public async Task Restart()
    {
        _process = Begin();
        await Ready();
    }

    /// <summary>Opens a studio with its example, and is its owner from then on.</summary>
    /// <returns>StudioApp's id of it</returns>
    public async Task<string> Open(string name = "Lumen")
    {
        await Visitor.Get("/open");
        var answer = await Visitor.Post("/open", ("studio", name), ("name", "Ada Byron"), ("email", Email), ("password", Password), ("example", "yes"));
        answer.Headers.Location?.OriginalString.ShouldBe("/", Visitor.Page);
        return await One<string>($"select id from studio.studios where name = '{name}'");
    }

    public async Task<HttpResponseMessage> SignIn(TestBrowser visitor, string email = Email)
    {
        await visitor.Get("/sign-in");
        return await visitor.Post("/sign-in", ("email", email), ("password", Password));
    }

    /// <summary>A seat for the first client who has none in a lesson, for as many lessons as there are.</summary>
    /// <returns>bookings that were made</returns>
    public async Task<int> Book()
    {
        await Visitor.Get("/");
        var client = await One<string>("select id from studio.people where name = 'Mira Okafor'");
        var lessons = await All<string>("select id from studio.lessons");
        foreach (var lesson in lessons)
            (await Visitor.Post($"/lessons/{lesson}/book", ("client", client))).Headers.Location!.OriginalString.ShouldBe("/");
        return lessons.Count;
    }

    /// <summary>Everything that a table holds, to be compared.</summary>
    public async Task<string> Table(string table, string left = "") =>
        string.Join('\n', await All<string>($"select (to_jsonb(t) - '{left}' - 'changed_at' - 'reported_at')::text from studio.{table} t order by 1"));

    /// <summary>Until it holds, within a time that a test would call broken.</summary>
    /// <param name="sql">answers true or false</param>
    public async Task Until(string sql)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await One<bool>(sql))
            await Task.Delay(20, patience.Token);
    }

    public async Task<T> One<T>(string sql) => (await All<T>(sql))[0];

    public async Task<IReadOnlyList<T>> All<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetFieldValue<T>(0));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _http.Dispose();
        NpgsqlConnection.ClearAllPools();
        await Execute(TestCluster.Current.Super(_copy), $"drop database {new NpgsqlConnectionStringBuilder(Database).Database} with (force)");
        _home.Delete(recursive: true);
    }

    private Process Begin()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "StudioApp.dll")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _surroundings)
            start.Environment[name] = value;
        return Start(start, _said);
    }

    /// <summary>A process whose every line is kept.</summary>
    private static Process Start(ProcessStartInfo start, StringBuilder said)
    {
        var process = Process.Start(start)!; // it was asked to start a new one
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Keep(object _, DataReceivedEventArgs line)
        {
            lock (said)
                said.AppendLine(line.Data);
        }
    }

    private async Task Ready()
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(1); await Task.Delay(50))
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"StudioApp ended with {_process.ExitCode}.");
            try
            {
                if ((await _http.GetAsync("/sign-in")).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                continue;
            }
        }
        throw new TimeoutException("StudioApp was not ready within a minute.");
    }

    private static async Task Execute(string way, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(way) { Database = "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
