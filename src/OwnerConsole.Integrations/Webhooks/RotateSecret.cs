using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Creates a new signing secret, which is shown once. For 24 hours events are signed with both secrets, so that the application can switch without losing events.</summary>
public sealed class RotateSecret(EndpointSecrets secrets) : Operation<EndpointFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("webhook_endpoint.rotate", "Rotate secret", "given a new secret")
        {
            Group = ActionGroup.Access,
            RequiresStepUp = true,
            UndoWindow = TimeSpan.FromDays(2),
            ShowsSecretOnce = true,
            RestoredByUndo = "Only the previous secret signs events again.",
            NotRestoredByUndo = "The new secret.",
        };

    public override Task<IReadOnlyList<EndpointFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => EndpointFacts.Load(ids, work);

    public override Refusal? Refuse(EndpointFacts endpoint, NoInput input) =>
        endpoint switch
        {
            { IsOpen: false } => new("removed", $"{endpoint} has been removed."),
            { BothUntil: { } until } => new("already_rotated", $"The previous secret is still valid until {until}. Undo that rotation, or wait."),
            _ => null,
        };

    public override Decision Decide(EndpointFacts endpoint, NoInput input) =>
        new($"{endpoint} will get a new secret. Its events are signed with both secrets for {(int)EndpointSecrets.Overlap.TotalHours} hours.");

    public override async Task Execute(IReadOnlyList<EndpointFacts> accepted, NoInput input, UnitOfWork work)
    {
        var shown = new List<string>();
        foreach (var endpoint in accepted) // a handful at most
            shown.Add(await secrets.Open(endpoint.Id, work));
        work.ShowSecretOnce(string.Join(' ', shown)); // in the order of their ids
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<EndpointFacts> subjects, string undoneRun, UnitOfWork work) =>
        EndpointRows.Secrets.Undo([.. subjects.Select(endpoint => endpoint.Id)], undoneRun, work);
}
