using System.Diagnostics;
using Npgsql;
using OwnerConsole.Commands;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Tests.Architecture;

namespace OwnerConsole.Tests.Commands;

/// <summary>An external PostgreSQL server, prepared and used as an owner does it.</summary>
[OwnDatabase("It is one that somebody else runs.")]
[Slow(35, "Checkups")]
public sealed class ExternalPostgresTests : IAsyncLifetime
{
    private readonly InstalledConsole _machine = new();
    private readonly TempDirectory _place = new();
    private ExternalPostgres _outside = null!; // set before each test

    private string Files => Path.Combine(_place.Path, "roles");

    public async ValueTask InitializeAsync()
    {
        _outside = await ExternalPostgres.Start(Directory.CreateDirectory(_place.OpenDirectory("server")).FullName);
        await Sql("drop database console with (force)");
        await Sql("drop role oc_app, oc_bound, oc_console, oc_portal, oc_sequencer, oc_migrator; drop role oc_owner");
    }

    [Fact]
    public async Task An_administrator_prepares_an_empty_server_and_the_console_uses_it_over_TLS()
    {
        var written = await _machine.Run($"roles --host {_outside.Address} --root-certificate {_outside.RootCertificate} {Files}");
        await Psql(Path.Combine(Files, "roles.sql"));
        var variables = await Variables();
        using var served = _machine.Start("serve", variables);
        await _machine.Ready(served);
        var encrypted = await Sql(
            "select bool_and(s.ssl) and count(*) > 2 from pg_stat_ssl s join pg_stat_activity a using (pid) where a.application_name like 'owner-console%'"
        );
        var planned = await Sql(
            "select current_setting('jit') || ' ' || current_setting('parallel_setup_cost') || ' ' || current_setting('random_page_cost')",
            "console"
        );
        served.Kill();
        await served.WaitForExitAsync(TestContext.Current.CancellationToken);

        written.Code.ShouldBe(0, written.Said);
        written.Said.ShouldNotContain("Password=");
        File.GetUnixFileMode(Path.Combine(Files, "console.env")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        encrypted.ShouldBe(true);
        planned.ShouldBe("off 50000 1.1");
        Directory.Exists(Path.Combine(_machine.Data, "postgres")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_with_an_untrusted_certificate_gets_no_password()
    {
        await _machine.Run($"roles --host {_outside.Address} {Files}");
        await Psql(Path.Combine(Files, "roles.sql"));

        var (code, said) = await _machine.Run("migrate", await Variables());

        code.ShouldBe(1);
        said.ShouldContain("certificate");
        said.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_server_without_a_role_gets_it_by_following_the_docs()
    {
        await _machine.Run($"roles --host {_outside.Address} --root-certificate {_outside.RootCertificate} {Files}");
        await Psql(Path.Combine(Files, "roles.sql"));
        await Sql("drop owned by oc_bound, oc_portal; drop role oc_bound, oc_portal", "console");
        var variables = await Variables();
        string Password(string role) =>
            new NpgsqlConnectionStringBuilder(variables.Single(variable => variable.Name.EndsWith(role, StringComparison.Ordinal)).Value).Password!; // the file contains a password

        var unnamed = await _machine.Run(
            "migrate",
            [
                .. variables.Where(variable =>
                    !variable.Name.EndsWith("Bound", StringComparison.Ordinal) && !variable.Name.EndsWith("Portal", StringComparison.Ordinal)
                ),
            ]
        );
        var missing = await _machine.Run("migrate", variables);
        await Sql(
            Manual().Replace("REPLACE-ME-TOO", Password("Portal"), StringComparison.Ordinal).Replace("REPLACE-ME", Password("Bound"), StringComparison.Ordinal),
            "console"
        );
        var made = await _machine.Run("migrate", variables);

        (unnamed.Code, missing.Code).ShouldBe((1, 1));
        unnamed.Said.ShouldContain("docs/guides/external-postgresql.md");
        missing.Said.ShouldContain("The roles oc_bound and oc_portal are missing: create them as described in docs/guides/external-postgresql.md");
        made.Code.ShouldBe(0, made.Said);
    }

    [Theory]
    [InlineData("Host=db.example", SslMode.VerifyFull)]
    [InlineData("Host=db.example;SSL Mode=Require", SslMode.Require)]
    [InlineData("Host=10.0.0.7", SslMode.VerifyFull)]
    [InlineData("Host=127.0.0.1", SslMode.Prefer)]
    [InlineData("Host=/run/postgresql", SslMode.Prefer)]
    public void Remote_servers_must_be_verified_unless_configured_otherwise(string given, SslMode mode) => Storage.EnsureVerified(given).SslMode.ShouldBe(mode);

    public async ValueTask DisposeAsync()
    {
        await _outside.DisposeAsync();
        _machine.Dispose();
        _place.Dispose();
    }

    private async Task<(string Name, string Value)[]> Variables() =>
        [.. (await File.ReadAllLinesAsync(Path.Combine(Files, "console.env"))).Select(line => line.Split('=', 2)).Select(parts => (parts[0], parts[1]))];

    /// <returns>The statements of the upgrade guide for the server's administrator.</returns>
    private static string Manual() =>
        string.Join(
            '\n',
            File.ReadLines(Path.Combine(Product.Root, "docs", "guides", "external-postgresql.md"))
                .SkipWhile(line => !line.StartsWith("If `roles.sql` stopped", StringComparison.Ordinal))
                .TakeWhile(line => !line.StartsWith("`roles.sql` also", StringComparison.Ordinal))
                .Where(line => line.StartsWith("    ", StringComparison.Ordinal))
        );

    private async Task<object?> Sql(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_outside.Super) { Database = database }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private async Task Psql(string file)
    {
        var super = new NpgsqlConnectionStringBuilder(_outside.Super);
        var start = new ProcessStartInfo(
            "psql",
            [
                "-X",
                "-v",
                "ON_ERROR_STOP=1",
                "-f",
                file,
                $"host={super.Host} user={super.Username} dbname=postgres sslmode=verify-full sslrootcert={_outside.RootCertificate}",
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["PGPASSWORD"] = super.Password },
        };
        using var psql = Process.Start(start)!; // starts a new process
        var (code, said) = await InstalledConsole.End(psql);
        code.ShouldBe(0, said);
    }
}
