using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Cached declarations of the applications of both modes, read by every preview and page.</summary>
/// <param name="Operations">Operations by name.</param>
/// <param name="Attributes">Attributes of tenants by name, live first.</param>
/// <param name="SubjectTypes">Subject types by name, live first.</param>
/// <param name="MemberAttributes">Attributes of members by name, live first.</param>
public sealed record DeclarationSnapshot(
    IReadOnlyDictionary<string, ApplicationOperation> Operations,
    IReadOnlySet<(Mode Mode, string Task)> Tasks,
    IReadOnlySet<(Mode Mode, string Task)> Previews,
    IReadOnlyList<AttributeDeclaration> Attributes,
    IReadOnlyList<(Mode Mode, SubjectTypeReport Report)> SubjectTypes,
    IReadOnlyList<AttributeDeclaration> MemberAttributes
)
{
    public static readonly DeclarationSnapshot Empty = new(
        new Dictionary<string, ApplicationOperation>(StringComparer.Ordinal),
        new HashSet<(Mode, string)>(),
        new HashSet<(Mode, string)>(),
        [],
        [],
        []
    );

    /// <returns>True when the application of that mode can execute a built-in task.</returns>
    public bool Handles(Mode mode, string task) => Tasks.Contains((mode, task));

    /// <returns>Attributes of the tenants of a mode, as declared by its own application, or else by the other one.</returns>
    public IReadOnlyList<AttributeReport> AttributesOf(Mode mode) => Distinct(Attributes, mode);

    /// <returns>Attributes of the members of a mode, as declared by its own application, or else by the other one.</returns>
    public IReadOnlyList<AttributeReport> MemberAttributesOf(Mode mode) => Distinct(MemberAttributes, mode);

    /// <summary>Names of the attributes of members that the application of either mode declares.</summary>
    public IReadOnlyList<string> MemberAttributeNames { get; } =
    [.. MemberAttributes.Select(attribute => attribute.Report.Name).Distinct(StringComparer.Ordinal)];

    /// <returns>Attributes of tenants with a type that the application of a mode declares, by name. Others accept any value.</returns>
    public IReadOnlyDictionary<string, AttributeReport> TypedAttributesOf(Mode mode) => Typed(Attributes, mode);

    /// <returns>Attributes of members with a type that the application of a mode declares, by name. Others accept any value.</returns>
    public IReadOnlyDictionary<string, AttributeReport> TypedMemberAttributesOf(Mode mode) => Typed(MemberAttributes, mode);

    private static IReadOnlyList<AttributeReport> Distinct(IEnumerable<AttributeDeclaration> attributes, Mode mode) =>
        [
            .. attributes
                .OrderBy(attribute => attribute.Mode != mode)
                .Select(attributeDeclaration => attributeDeclaration.Report)
                .DistinctBy(attributeReport => attributeReport.Name, StringComparer.Ordinal),
        ];

    private static IReadOnlyDictionary<string, AttributeReport> Typed(IEnumerable<AttributeDeclaration> attributes, Mode mode) =>
        attributes
            .Where(attribute => attribute.Mode == mode && attribute.Report.Type is not null)
            .ToDictionary(attribute => attribute.Report.Name, attribute => attribute.Report, StringComparer.Ordinal);

    /// <returns>Subject types that the application of a mode declares, by name.</returns>
    public IReadOnlyList<SubjectTypeReport> SubjectTypesOf(Mode mode) =>
        [.. SubjectTypes.Where(subjectType => subjectType.Mode == mode).Select(one => one.Report)];

    /// <returns>True when the application can also preview the task.</returns>
    public bool SupportsPreview(Mode mode, string task) => Previews.Contains((mode, task));

    public static async Task<DeclarationSnapshot> Read(ApplicationTasks tasks, InputSecrets secrets, UnitOfWork work)
    {
        var operations = await work.List<Row>(
            "select mode, name, body, closed_at is null as is_open from core.application_operations where tenant_id = 'tnt_platform' order by name"
        );
        var handled = await ReadTasks("tasks", work);
        var foretold = await ReadTasks("previews", work);
        return new(
            operations
                .GroupBy(row => row.Name, StringComparer.Ordinal)
                .ToDictionary(
                    same => same.Key,
                    same => new ApplicationOperation(
                        [.. same.OrderBy(row => !row.IsOpen).ThenBy(row => row.Mode).Select(row => new OperationOffer(row.Mode, row.Report(), row.IsOpen))],
                        tasks,
                        secrets
                    ),
                    StringComparer.Ordinal
                ),
            handled,
            foretold,
            await DeclaredAttributes.List(work),
            await DeclaredLists.Of<SubjectTypeReport>("subject_types", work),
            await DeclaredAttributes.ListOfMembers(work)
        );
    }

    private static async Task<HashSet<(Mode, string)>> ReadTasks(string member, UnitOfWork work)
    {
        var named = await work.List<HandledTask>(
            """
            select a.mode, t.task
              from core.applications a cross join lateral jsonb_array_elements_text(case when jsonb_typeof(a.body->@member) = 'array' then a.body->@member else '[]' end) t(task)
             where a.tenant_id = 'tnt_platform'
            """,
            new { member }
        );
        return [.. named.Select(handledTask => (handledTask.Mode, handledTask.Task))];
    }

    private sealed record HandledTask(Mode Mode, string Task);

    private sealed record Row(Mode Mode, string Name, string Body, bool IsOpen)
    {
        public OperationReport Report() => Json.Read<OperationReport>(System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(Body));
    }
}

/// <summary>An operation as declared by the application of one mode.</summary>
/// <param name="IsOpen">True while the application declares it.</param>
public sealed record OperationOffer(Mode Mode, OperationReport Report, bool IsOpen);
