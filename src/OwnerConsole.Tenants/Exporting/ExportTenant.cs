using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Exporting;

/// <summary>Everything that is known of a tenant, from both sides, to be handed out: the application sends its files, the console adds what it knows.</summary>
public sealed class ExportTenant(Tasks tasks, Declarations declarations) : ConsoleTask<ExportTenant.Nothing>(tasks, declarations)
{
    public const string Name = ConsoleTasks.Export;

    public sealed record Nothing;

    public override Declaration Is { get; } =
        new(Name, "Export tenant", "exported")
        {
            Reversal = Reversal.Never,
            Outside = true,
            About = [FieldClass.Money, FieldClass.Contact], // it hands out all there is
            StaysGone = "Whoever has the files has them. The console deletes its copy after seven days.",
        };

    protected override string Subject => TaskSubject.Tenant;

    public override Decision Decide(AppliedTo tenant, Nothing input) =>
        new(
            $"The application hands over what it has of {tenant} and {tenant.People:person|people} in it; the console adds what it knows. To be downloaded for seven days."
        )
        {
            Weight = new(People: tenant.People),
            Send = [Tasks.Offer(tenant.TaskId)],
        };
}
