using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Members;

/// <summary>Asks the application to change a member's role. The application then reports the new role.</summary>
public sealed class SetRole(ApplicationTasks tasks, DeclarationCache declarations) : ConsoleTask<SetRole.Input>(tasks, declarations)
{
    public sealed record Input([OptionsFrom(MemberRoleSource.Roles)] [StringLength(64)] [Description("Role key that your application uses.")] string Role);

    public override Input Example => new("coach");

    public override OperationDefinition Definition { get; } =
        new(ConsoleTasks.SetRole, "Set role", "assigned a new role")
        {
            Reversal = Reversal.Compensates,
            IsExternal = true,
            IsUndoExternal = true,
            RestoredByUndo = "The previous role is restored.",
        };

    protected override string Subject => TaskSubjectTypes.Member;

    public override Refusal? Refuse(TaskTarget member, Input input) =>
        base.Refuse(member, input)
        ?? (
            string.IsNullOrWhiteSpace(input.Role) ? new("no_role", $"Choose a role for {member}.")
            : member.Role == input.Role ? new("already_assigned", $"{member} already has this role.")
            : null
        );

    public override Decision Decide(TaskTarget member, Input input) =>
        new($"Your application changes the role of {member}.", new Effect("role", member.Role, input.Role))
        {
            Weight = new(People: 1),
            Send = [ApplicationTasks.OfferedMessage(member.TaskId)],
        };

    /// <summary>Includes the previous role, which the application restores on undo.</summary>
    protected override JsonElement GetPayload(TaskTarget member, Input input) => Json.Element(new { input.Role, Before = member.Role });
}
