using System.Text;
using Npgsql;
using OtpNet;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Tests.Identity;

public sealed class SecretsAtRestTests
{
    [Fact]
    public async Task No_table_contains_a_secret_in_plain_text()
    {
        await using var console = await TestConsole.Start();
        var owner = await TestBrowser.Owner(console);
        await owner.Get("/settings/account");
        await owner.Post("/settings/account/authenticator", ("password", TestBrowser.Password), ("code", owner.NextCode()));
        await owner.Get("/settings/account/authenticator");
        var waiting = owner.KeyOnPage();
        var application = await TestApplication.Connect(console);
        string[] texts =
        [
            Base32Encoding.ToString(owner.Key),
            Convert.ToBase64String(owner.Key),
            TestBrowser.Password,
            owner.Cookie!,
            application.Key,
            ApiKeyText.Parse(application.Key)!.Secret,
            .. owner.RecoveryCodes,
            .. owner.RecoveryCodes.Select(code => code.Replace("-", "", StringComparison.Ordinal)),
        ];
        byte[][] secrets = [owner.Key, waiting, console.Options.MasterKey, .. texts.Select(Encoding.UTF8.GetBytes)];

        var found = await Find(console, secrets);

        found.Searched.ShouldBeGreaterThan(10);
        found.Tables.ShouldBeEmpty();
        (await Find(console, [Encoding.UTF8.GetBytes(TestBrowser.Email)])).Tables.ShouldContain("auth.users"); // proves that the search finds stored values
    }

    [Fact]
    public async Task The_wrong_master_key_stops_the_start_with_one_sentence()
    {
        await using var console = await TestConsole.Start();

        var thrown = await Should.ThrowAsync<SecretException>(() => ConsoleHost.Build(console.Options with { MasterKey = new byte[32] }));

        thrown.Message.ShouldContain("OWNER_CONSOLE_MASTER_KEY");
    }

    [Fact]
    public async Task Access_rows_cannot_be_written_without_an_origin()
    {
        await using var console = await TestConsole.Start();
        await using var connection = await console.Database.IdentityDataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("update auth.users set grants = '{*}'", connection);

        var refused = await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        refused.SqlState.ShouldBe("42501");
    }

    /// <summary>Searches every column of every product table, as text and as bytes.</summary>
    private static async Task<(int Searched, List<string> Tables)> Find(TestConsole console, byte[][] secrets)
    {
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        var tables = new List<string>();
        await using (
            var all = new NpgsqlCommand(
                "select schemaname || '.' || tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
                super
            )
        )
        await using (var reader = await all.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));

        var found = new List<string>();
        foreach (var table in tables)
        {
            await using var rows = new NpgsqlCommand($"select * from {table}", super);
            await using var reader = await rows.ExecuteReaderAsync();
            var bytes = new List<byte>();
            while (await reader.ReadAsync())
                for (var column = 0; column < reader.FieldCount; column++)
                    bytes.AddRange(
                        reader.IsDBNull(column)
                            ? []
                            : reader.GetValue(column) switch
                            {
                                byte[] raw => raw,
                                string[] texts => Encoding.UTF8.GetBytes(string.Join('\n', texts)),
                                var value => Encoding.UTF8.GetBytes(value.ToString() ?? ""),
                            }
                    );
            var haystack = bytes.ToArray();
            if (secrets.Any(secret => haystack.AsSpan().IndexOf(secret) >= 0))
                found.Add(table);
        }
        return (tables.Count, found);
    }
}
