using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Retires a custom role that no one has.</summary>
public sealed class RetireRole(Lazy<OperationCatalogue> catalogue) : Operation<RoleFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("role.retire", "Retire role", "retired")
        {
            Group = ActionGroup.Danger,
            RestoredByUndo = "The role can be assigned again, unless another role has its name.",
        };

    public override Task<IReadOnlyList<RoleFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        RoleFacts.Load(ids, [], catalogue.Value, work);

    public override Refusal? Refuse(RoleFacts role, NoInput input) =>
        role.IsBuiltIn ? new("built_in", $"{role} is a built-in role and can't be retired.")
        : role.Trouble is { } trouble ? trouble
        : role.Holders > 0
            ? new("in_use", $"{role} is still in use by current or former team members or invitations: {role.Holders}. Assign them another role first.")
        : null;

    public override Decision Decide(RoleFacts role, NoInput input) =>
        new($"{role} can no longer be assigned. No one has it.", new Effect("retired", false, true));

    public override Task Execute(IReadOnlyList<RoleFacts> accepted, NoInput input, UnitOfWork work) =>
        TeamRoles.Retire([.. accepted.Select(role => role.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<RoleFacts> subjects, string undoneRun, UnitOfWork work) =>
        TeamRoles.Restore([.. subjects.Where(role => role.IsWithin).Select(role => role.Id)], undoneRun, work);
}
