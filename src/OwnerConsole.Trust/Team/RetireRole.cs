using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Takes a role that nobody has off the list.</summary>
public sealed class RetireRole(Lazy<Catalogue> catalogue) : Operation<RoleFacts, RetireRole.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is => new("role.retire", "Retire role", "retired") { ComesBack = "The role can be given again, unless another took its name." };

    public override Task<IReadOnlyList<RoleFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => RoleFacts.Load(ids, [], catalogue.Value, work);

    public override Refusal? Refuse(RoleFacts role, Nothing input) =>
        role.IsBuiltIn ? new("built_in", $"{role} comes with the product and stays.")
        : role.Trouble is { } trouble ? trouble
        : role.Holders > 0
            ? new("in_use", $"{role} is in use: people who have it, are removed with it or are invited to it: {role.Holders}. Give them another first.")
        : null;

    public override Decision Decide(RoleFacts role, Nothing input) =>
        new($"{role} can't be given any more. Nobody has it.", new Effect("retired", false, true));

    public override Task Execute(IReadOnlyList<RoleFacts> accepted, Nothing input, Work work) => TeamRoles.Retire([.. accepted.Select(role => role.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<RoleFacts> subjects, string undoneRun, Work work) =>
        TeamRoles.BringBack([.. subjects.Where(role => role.IsWithin).Select(role => role.Id)], undoneRun, work);
}
