using System.Text.RegularExpressions;
using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Integrations.Webhooks;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Messaging.Notifications;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Reliability.Errors;
using OwnerConsole.Tenants.Imports;

namespace OwnerConsole.Tests.Architecture;

/// <summary>The data map classifies every column that can contain text about a person; erasure, export and search use it.</summary>
public sealed partial class DataMapTests
{
    private static readonly string[] Classes = ["personal", "reference", "word", "number", "secret", "free"];

    private static readonly string[] Anonymised = ["row", "null", "text", "object", "list", "own", "follows", "kept", "platform"];

    private static readonly IReadOnlyList<string[]> Map =
    [
        .. new DataMap(Schema.Assemblies(ModuleList.All)).Columns.Select(row => new[] { row.Table, row.Column, row.Kind, row.Anonymised }),
    ];

    [Fact]
    public async Task Every_column_is_classified()
    {
        var columns = await Columns();
        var mapped = Map.Select(row => $"{row[0]},{row[1]}").ToList();

        columns.Except(mapped).ShouldBeEmpty("these columns are missing from datamap.csv");
        mapped.Except(columns).ShouldBeEmpty("these rows of datamap.csv name no existing column");
        mapped.ShouldBeUnique();
    }

    [Fact]
    public void Every_column_is_classified_next_to_the_migration_that_creates_its_table()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Product.Root, "src"), "datamap.csv", SearchOption.AllDirectories).ToList();

        foreach (var file in files)
        {
            var folder = Path.GetDirectoryName(file)!;
            string[] sources = [.. Directory.EnumerateFiles(folder, "*.sql", SearchOption.AllDirectories), .. Directory.EnumerateFiles(folder, "Migrator.cs")];
            var created = sources.SelectMany(source => Created().Matches(File.ReadAllText(source))).Select(match => match.Groups["table"].Value);
            var lines = File.ReadLines(file).ToList();
            lines[0].ShouldBe("table,column,class,anonymised", file);
            lines.Skip(1).Select(line => line.Split(',')[0]).Except(created).ShouldBeEmpty(file);
        }
        files.Sum(file => File.ReadLines(file).Count() - 1).ShouldBe(Map.Count, "a line of four values is read, and each file is embedded");
    }

    [Fact]
    public void Every_class_is_one_of_the_six_defined() =>
        Map.Where(row => row.Length != 4 || !Classes.Contains(row[2])).Select(row => string.Join(',', row)).ShouldBeEmpty();

    /// <summary>No column that can contain personal data is forgotten when a person is anonymised.</summary>
    [Fact]
    public void Every_personal_column_has_an_anonymisation_rule()
    {
        Map.Where(row => row[2] is "personal" or "free" && !Anonymised.Contains(row[3])).Select(row => string.Join(',', row)).ShouldBeEmpty();
        Map.Where(row => row[3] is "row" or "null" or "text" or "object" or "list" && !IsOwned(row[0])).Select(row => string.Join(',', row)).ShouldBeEmpty();
        Map.Where(row => row[3] == "own")
            .Select(row => $"{row[0]}.{row[1]}")
            .ShouldBe(
                Anonymiser
                    .SpecialRules.Concat(EventAnonymisationSql.Rules)
                    .Append(NotificationAnonymiser.Rule)
                    .Append(DeliveryAnonymiser.Rule)
                    .Append(ErrorAnonymiser.Rule)
                    .Append(ErrorAnonymiser.Users)
                    .Append(ImportAnonymiser.Rule)
                    .SelectMany(own => own.Columns),
                ignoreOrder: true
            );
    }

    private static bool IsOwned(string table) => Map.Any(row => row[0] == table && row[1] == "tenant_id");

    private static async Task<List<string>> Columns()
    {
        await using var connection = await TestCluster.Current.OpenAsSuper(TestCluster.Current.Template);
        await using var command = new NpgsqlCommand(
            """
            select table_schema || '.' || table_name || ',' || column_name
              from information_schema.columns join information_schema.tables using (table_schema, table_name)
             where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
               and not (select relispartition from pg_class where oid = format('%I.%I', table_schema, table_name)::regclass)
               and (udt_name in ('text', 'varchar', 'bpchar', 'json', 'jsonb', 'bytea', 'xml', 'inet', 'citext') or udt_name in ('_text', '_varchar', '_jsonb', '_bytea'))
             order by 1
            """,
            connection
        );
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }

    [GeneratedRegex("create (unlogged )?table (if not exists )?(?<table>[a-z_]+\\.[a-z_]+)", RegexOptions.None, 1000)]
    private static partial Regex Created();
}
