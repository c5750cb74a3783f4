using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Applications;

/// <summary>What the application has declared and offers now, of both populations: read by every preview and page, so a copy stands here.</summary>
/// <param name="Operations">by name</param>
/// <param name="Attributes">by name, the real application's first</param>
/// <param name="SubjectTypes">by name, the real application's first</param>
public sealed record Offered(
    IReadOnlyDictionary<string, DeclaredOperation> Operations,
    IReadOnlySet<(Population Population, string Task)> Tasks,
    IReadOnlySet<(Population Population, string Task)> Previews,
    IReadOnlyList<DeclaredAttribute> Attributes,
    IReadOnlyList<(Population Population, SubjectTypeReport Report)> SubjectTypes
)
{
    public static readonly Offered Nothing = new(
        new Dictionary<string, DeclaredOperation>(StringComparer.Ordinal),
        new HashSet<(Population, string)>(),
        new HashSet<(Population, string)>(),
        [],
        []
    );

    /// <returns>true when the application of that population carries out a task of the console's own</returns>
    public bool Handles(Population population, string task) => Tasks.Contains((population, task));

    /// <returns>what the tenants of a population are described by: as their own application says it, and else as the other does</returns>
    public IReadOnlyList<AttributeReport> AttributesOf(Population population) =>
        [.. Attributes.OrderBy(one => one.Population != population).Select(one => one.Report).DistinctBy(one => one.Name, StringComparer.Ordinal)];

    /// <returns>what the application of a population has inside of its tenants, by name</returns>
    public IReadOnlyList<SubjectTypeReport> SubjectTypesOf(Population population) =>
        [.. SubjectTypes.Where(one => one.Population == population).Select(one => one.Report)];

    /// <returns>true when it says beforehand what it would do, too</returns>
    public bool Foretells(Population population, string task) => Previews.Contains((population, task));

    public static async Task<Offered> Read(Tasks tasks, InputSecrets secrets, Work work)
    {
        var operations = await work.List<Row>(
            "select population, name, body, closed_at is null as is_open from core.application_operations where tenant_id = 'tnt_platform' order by name"
        );
        var handled = await Named("tasks", work);
        var foretold = await Named("previews", work);
        return new(
            operations
                .GroupBy(row => row.Name, StringComparer.Ordinal)
                .ToDictionary(
                    same => same.Key,
                    same => new DeclaredOperation(
                        [.. same.OrderBy(row => !row.IsOpen).ThenBy(row => row.Population).Select(row => new Offer(row.Population, row.Report(), row.IsOpen))],
                        tasks,
                        secrets
                    ),
                    StringComparer.Ordinal
                ),
            handled,
            foretold,
            await DeclaredAttributes.List(work),
            await DeclaredLists.Of<SubjectTypeReport>("subject_types", work)
        );
    }

    private static async Task<HashSet<(Population, string)>> Named(string member, Work work)
    {
        var named = await work.List<Handled>(
            """
            select a.population, t.task
              from core.applications a cross join lateral jsonb_array_elements_text(case when jsonb_typeof(a.body->@member) = 'array' then a.body->@member else '[]' end) t(task)
             where a.tenant_id = 'tnt_platform'
            """,
            new { member }
        );
        return [.. named.Select(one => (one.Population, one.Task))];
    }

    private sealed record Handled(Population Population, string Task);

    private sealed record Row(Population Population, string Name, string Body, bool IsOpen)
    {
        public OperationReport Report() => Json.Read<OperationReport>(System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(Body));
    }
}

/// <summary>An operation as the application of one population declares it.</summary>
/// <param name="IsOpen">it offers it now</param>
public sealed record Offer(Population Population, OperationReport Report, bool IsOpen);
