namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Why a schema can't be used.</summary>
/// <param name="Reason">A sentence without any text of the schema, so that it can be stored.</param>
/// <param name="Detail">Place or error in the schema; null if the reason says enough.</param>
public sealed record ContractProblem(string Reason, string? Detail = null)
{
    public override string ToString() => Detail is null ? Reason : $"{Reason} ({Detail})";
}
