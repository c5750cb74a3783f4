using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Stores the JSON Schema that a receiver expects of an event type, against which samples and deliveries are checked. Events are sent whether they meet it or not.</summary>
public sealed class SetContract(EventKinds kinds) : Operation<ContractFacts, SetContract.Input>
{
    public const string Name = "webhook_endpoint.set_contract";

    public sealed record Input(
        [Description("Event type, such as tenant.suspended.")] [OptionsFrom(EventTypeSource.Event)] string EventType,
        [Description(
            "JSON Schema (2020-12) of the complete message, at most 64 KB, without references to other documents. Leave blank to remove the contract."
        )]
        [DataType(DataType.MultilineText)]
        [StringLength(65_536)]
            string? Schema = null
    );

    public override Input Example => new("tenant.suspended", """{"type": "object", "required": ["type", "data"]}""");

    public override OperationDefinition Definition =>
        new(Name, "Set contract", "given a contract")
        {
            Noun = "endpoint",
            Synonyms = "contract test, expected schema, consumer contract",
            RestoredByUndo = "The previous contract, unless it was changed again.",
        };

    public override Task<IReadOnlyList<ContractFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        ContractFacts.Load(ids, input.EventType, work);

    public override Refusal? Refuse(ContractFacts subject, Input input)
    {
        if (!subject.Endpoint.IsOpen)
            return new("removed", $"{subject} has been removed.");
        if (kinds.All.All(kind => kind.Name != input.EventType))
            return EventFilter.Validate([input.EventType], kinds)
                ?? new("unknown_event", $"A contract is for one event type. GET /api/v1/event-types lists all event types.");
        if (Text(input) == subject.Current)
            return subject.Current is null
                ? new("no_contract", $"{subject} has no contract for this event type.")
                : new("no_change", $"{subject} already has this contract.");
        if (Text(input) is not { } schema || ContractSchema.Read(schema, out var problem) is not null)
            return null;
        var says = Sentence.Say($"The schema can't be used. ");
        says.AppendKnown(problem!.Reason); // not null: the schema wasn't read
        return new("bad_schema", says);
    }

    public override Decision Decide(ContractFacts subject, Input input)
    {
        var says = (Text(input), subject.Current) switch
        {
            (null, _) => Sentence.Say($"{subject} will have no contract for "),
            (_, null) => Sentence.Say($"{subject} will have a contract for "),
            _ => Sentence.Say($"{subject} will have another contract for "),
        };
        says.AppendKnown(input.EventType); // Refuse checks that it exists
        says.AppendLiteral(".");
        return new(says);
    }

    public override async Task Execute(IReadOnlyList<ContractFacts> accepted, Input input, UnitOfWork work) =>
        await work.Execute(
            """
            with closed as (
              update webhooks.contracts set closed_by = @run
               where tenant_id = 'tnt_platform' and endpoint_id = any(@ids) and event = @EventType and closed_by is null returning 1)
            insert into webhooks.contracts (tenant_id, endpoint_id, event, opened_by, schema, opened_at)
            select 'tnt_platform', id, @EventType, @run, @schema, clock_timestamp() from unnest(@ids) id
             where @schema::text is not null and (select count(*) from closed) >= 0 -- makes PostgreSQL run the update first
            """,
            new
            {
                run = work.RunId,
                ids = accepted.Select(subject => subject.Id).ToArray(),
                input.EventType,
                schema = Text(input),
            }
        );

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ContractFacts> subjects, string undoneRun, UnitOfWork work)
    {
        string[] ids = [.. subjects.Select(subject => subject.Id)];
        var closed = await EndpointRows.Contracts.CloseOpenedBy(ids, undoneRun, work);
        var reopened = await EndpointRows.Contracts.Reopen(ids, undoneRun, work);
        return [.. closed.Union(reopened, StringComparer.Ordinal)];
    }

    private static string? Text(Input input) => string.IsNullOrWhiteSpace(input.Schema) ? null : input.Schema.Trim();
}
