using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Dependencies;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.ServiceMap;

/// <summary>Adds a dependency between two services to the service map. Nothing else changes: the map explains failures and doesn't cause them.</summary>
public sealed class AddDependency : Operation<NewDependencyFacts, AddDependency.Input>
{
    public const string Name = "service_dependency.add";

    private const int MaxName = 100;

    public sealed record Input(
        [StringLength(MaxName)] [Description("Service that depends on another one, such as web.")] string Service,
        [StringLength(MaxName)] [Description("Service that it depends on, such as postgresql.")] string DependsOn,
        [Description("Hard if the service fails when the other one fails; soft if it works with limitations.")]
            DependencyStrength Strength = DependencyStrength.Hard
    );

    public override Input Example => new("web", "postgresql");

    public override OperationDefinition Definition =>
        new(Name, "Add dependency", "added")
        {
            Subject = "platform",
            Noun = "dependency",
            Synonyms = "service map, component, architecture, upstream, downstream, blast radius",
            RestoredByUndo = "The dependency is removed.",
        };

    public override async Task<IReadOnlyList<NewDependencyFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        if (work.IsLocking)
            await DependencyRecord.Lock(work);
        var known = await DependencyRecord.List(work);
        var exists = known.Any(edge => edge.Service == input.Service.Trim() && edge.DependsOn == input.DependsOn.Trim());
        return [new(work.NewId(DependencyRecord.Prefix, IdGenerator.Platform), known.Count, exists)];
    }

    public override Refusal? Refuse(NewDependencyFacts subject, Input input) =>
        !SingleLineText.IsValid(input.Service, MaxName) || !SingleLineText.IsValid(input.DependsOn, MaxName)
            ? new("bad_service", $"Names of services must be one line of at most {MaxName} characters.")
        : input.Service.Trim() == input.DependsOn.Trim() ? new("same_service", $"A service can't depend on itself.")
        : subject.Exists ? new("dependency_exists", $"The two services already have a dependency. Remove it first to change it.")
        : subject.Count >= DependencyRecord.MaxDependencies
            ? new("too_many_dependencies", $"There can be at most {DependencyRecord.MaxDependencies} dependencies. Remove one first.")
        : null;

    public override Decision Decide(NewDependencyFacts subject, Input input) =>
        new(
            input.Strength is DependencyStrength.Hard
                ? Sentence.Say($"The service map shows that the service fails when the other one fails.")
                : Sentence.Say($"The service map shows that the service works with limitations when the other one fails.")
        )
        {
            Created = subject.NewId,
        };

    public override async Task Execute(IReadOnlyList<NewDependencyFacts> accepted, Input input, UnitOfWork work)
    {
        var (id, service, other) = (accepted[0].NewId, input.Service.Trim(), input.DependsOn.Trim());
        await work.Execute(
            """
            insert into service_map.dependencies (tenant_id, dependency_id, service, depends_on, strength, opened_by, opened_at)
            values ('tnt_platform', @id, @service, @other, @Strength, @run, clock_timestamp())
            """,
            new
            {
                id,
                service,
                other,
                input.Strength,
                run = work.RunId,
            }
        );
        await work.SetName(id, DependencyRecord.EntityKind, $"{service} → {other}");
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewDependencyFacts> subjects, string undoneRun, UnitOfWork work) =>
        (await DependencyRecord.Rows.CloseOpenedBy(ids: null, undoneRun, work)).Count > 0 ? [IdGenerator.Platform] : [];
}
