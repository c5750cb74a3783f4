using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Members;

/// <summary>The application gives a person another role, and reports it as it is then.</summary>
public sealed class SetRole(Tasks tasks, Declarations declarations) : ConsoleTask<SetRole.Input>(tasks, declarations)
{
    public sealed record Input([ChosenAmong(RoleSource.Roles)] [StringLength(64)] [Description("As your application calls it.")] string Role);

    public override Input Example => new("coach");

    public override Declaration Is { get; } =
        new(ConsoleTasks.SetRole, "Set role", "given another role")
        {
            Reversal = Reversal.Compensates,
            Outside = true,
            UndoneOutside = true,
            ComesBack = "The role that the person had before.",
        };

    protected override string Subject => TaskSubject.Member;

    public override Refusal? Refuse(AppliedTo member, Input input) =>
        base.Refuse(member, input)
        ?? (
            string.IsNullOrWhiteSpace(input.Role) ? new("no_role", $"Say which role {member} is to have.")
            : member.Role == input.Role ? new("has_it", $"{member} has this role already.")
            : null
        );

    public override Decision Decide(AppliedTo member, Input input) =>
        new($"The application is asked to give {member} another role.", new Effect("role", member.Role, input.Role))
        {
            Weight = new(People: 1),
            Send = [Tasks.Offer(member.TaskId)],
        };

    /// <summary>With the role that the application puts back when it is undone.</summary>
    protected override JsonElement Sent(AppliedTo member, Input input) => Json.Element(new { input.Role, Before = member.Role });
}
