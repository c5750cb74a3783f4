using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Fixtures;

/// <summary>samples/StudioApp in a separate process with its own database, connected to a console.</summary>
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

    /// <summary>Connection string of its database.</summary>
    public string Database { get; }

    public Uri Address { get; }

    /// <summary>Secret that the console signs with.</summary>
    public string Secret { get; }

    /// <summary>Its log output.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>A visitor with a browser.</summary>
    public TestBrowser Visitor { get; private set; }

    public TestBrowser NewVisitor() => new(_http);

    public static Task<StudioProcess> Start(TestConsole console, TestApplication owner) => Start(console.Address, owner);

    public static Task<StudioProcess> Start(Uri console, TestApplication owner) => Start(TestCluster.Current.Template, console, owner);

    /// <summary>Adds it to the console as a webhook endpoint and starts it.</summary>
    /// <param name="copy">Any database of the cluster in which its own database is created.</param>
    public static async Task<StudioProcess> Start(Connections copy, Uri console, TestApplication owner)
    {
        var port = InstalledConsole.FreePort();
        var made = await owner.Run(
            "webhook_endpoint.create",
            "tnt_platform",
            new
            {
                url = $"http://localhost:{port}/owner-console",
                mode = "live",
                events = new[] { "tenant.*", "member.suspended", "member.reactivated", "impersonation.*", "task.*" },
            }
        );
        var studio = await Start(copy, port, console, owner.Key, made.GetProperty("secret").GetString()!);
        await owner.Await("/api/v1/operations", known => known.GetRawText().Contains("tenant.widen_lessons", StringComparison.Ordinal)); // It has declared its operations.
        return studio;
    }

    /// <summary>Starts it next to a stand-in for the console.</summary>
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

    /// <summary>Kills the process without a clean shutdown; everything written to disk remains.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Deletes all studios with their people and tasks, and signs the visitor out, so that another test can use the same process.</summary>
    public async Task Clear()
    {
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("delete from studio.studios; delete from studio.deeds; delete from studio.places", connection);
        await command.ExecuteNonQueryAsync();
        Visitor = NewVisitor();
    }

    /// <summary>Locks a table, so that operations that need it wait until it is released.</summary>
    /// <returns>A lock that is released when disposed.</returns>
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

    /// <summary>Creates a studio with example data and signs in as its owner.</summary>
    /// <returns>The id of the studio in StudioApp.</returns>
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

    /// <summary>Books the first client without a booking into each lesson.</summary>
    /// <returns>The number of bookings.</returns>
    public async Task<int> Book()
    {
        await Visitor.Get("/");
        var client = await One<string>("select id from studio.people where name = 'Mira Okafor'");
        var lessons = await All<string>("select id from studio.lessons");
        foreach (var lesson in lessons)
            (await Visitor.Post($"/lessons/{lesson}/book", ("client", client))).Headers.Location!.OriginalString.ShouldBe("/");
        return lessons.Count;
    }

    /// <summary>All rows of a table as text, for comparison.</summary>
    public async Task<string> Table(string table, string left = "") =>
        string.Join('\n', await All<string>($"select (to_jsonb(t) - '{left}' - 'changed_at' - 'reported_at')::text from studio.{table} t order by 1"));

    /// <summary>Waits until the query returns true, and fails after a timeout.</summary>
    /// <param name="sql">A query that returns true or false.</param>
    public Task Until(string sql) => Poll.Until(() => One<bool>(sql), condition: sql);

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

    /// <summary>Starts a process whose output is stored.</summary>
    private static Process Start(ProcessStartInfo start, StringBuilder said)
    {
        var process = Process.Start(start)!; // Null only if an existing process is reused.
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
