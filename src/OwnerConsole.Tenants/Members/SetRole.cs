using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Members;

/// <summary>Asks the application to change a member's role. The application then reports the new role.</summary>
public sealed class SetRole(Tasks tasks, Declarations declarations) : ConsoleTask<SetRole.Input>(tasks, declarations)
{
    public sealed record Input([ChosenAmong(RoleSource.Roles)] [StringLength(64)] [Description("Role key that your app uses.")] string Role);

    public override Input Example => new("coach");

    public override Declaration Is { get; } =
        new(ConsoleTasks.SetRole, "Set role", "assigned a new role")
        {
            Reversal = Reversal.Compensates,
            Outside = true,
            UndoneOutside = true,
            ComesBack = "The previous role is restored.",
        };

    protected override string Subject => TaskSubject.Member;

    public override Refusal? Refuse(AppliedTo member, Input input) =>
        base.Refuse(member, input)
        ?? (
            string.IsNullOrWhiteSpace(input.Role) ? new("no_role", $"Choose a role for {member}.")
            : member.Role == input.Role ? new("has_it", $"{member} already has this role.")
            : null
        );

    public override Decision Decide(AppliedTo member, Input input) =>
        new($"Your app is asked to change the role of {member}.", new Effect("role", member.Role, input.Role))
        {
            Weight = new(People: 1),
            Send = [Tasks.Offer(member.TaskId)],
        };

    /// <summary>Includes the previous role, which the application restores on undo.</summary>
    protected override JsonElement Sent(AppliedTo member, Input input) => Json.Element(new { input.Role, Before = member.Role });
}
