using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Reliability.Alerts;
using OwnerConsole.Tests.Trust.Team;

namespace OwnerConsole.Tests.Reliability.Incidents;

public sealed class DeclareIncidentExample : Example
{
    public override string OperationName => "incident.declare";

    public override JsonElement? RefusedInput => Json.Element(new { title = " " });

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("incident.note", run.Lines[0].Created!);
        return true;
    }
}

public sealed class ChangeIncidentExample : Example
{
    public override string OperationName => "incident.change";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await IncidentSetup.Declare(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("incident.change", run.Lines[0].SubjectId, new { title = "Bookings are slow", severity = "sev1" });
        return true;
    }
}

public sealed class SetIncidentStatusExample : Example
{
    public override string OperationName => "incident.set_status";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await IncidentSetup.Declare(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("incident.set_status", run.Lines[0].SubjectId, new { status = "identified" });
        return true;
    }
}

public sealed class AssignIncidentRoleExample : Example
{
    public override string OperationName => "incident.assign";

    public override async Task<Arranged> Arrange(LawHarness stage) =>
        new(await IncidentSetup.Declare(stage), Json.Element(new { role = "scribe", person = (await stage.Once(() => IncidentSetup.Person(stage))).Id }));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("incident.assign", run.Lines[0].SubjectId, new { role = "scribe" });
        return true;
    }
}

public sealed class AddIncidentNoteExample : Example
{
    public override string OperationName => "incident.note";

    public override JsonElement? RefusedInput => Json.Element(new { note = " " });

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await IncidentSetup.Declare(stage));
}

public sealed class LinkIncidentAlertExample : Example
{
    public override string OperationName => "incident.link_alert";

    public override async Task<Arranged> Arrange(LawHarness stage) =>
        new(await IncidentSetup.Declare(stage), Json.Element(new { alert = (await stage.Once(() => IncidentSetup.Alert(stage))).Id }));
}

public sealed class UnlinkIncidentAlertExample : Example
{
    public override string OperationName => "incident.unlink_alert";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var (incident, alert) = (await IncidentSetup.Declare(stage), (await stage.Once(() => IncidentSetup.Alert(stage))).Id);
        await stage.Run("incident.link_alert", incident, new { alert });
        return new(incident, Json.Element(new { alert }));
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("incident.link_alert", run.Lines[0].SubjectId, new { alert = (await stage.Once(() => IncidentSetup.Alert(stage))).Id });
        return true;
    }
}

public sealed class AddActionItemExample : Example
{
    public override string OperationName => "incident.add_action_item";

    public override JsonElement? RefusedInput => Json.Element(new { description = " " });

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await IncidentSetup.Declare(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("action_item.complete", run.Lines[0].Created!);
        return true;
    }
}

public sealed class ChangeActionItemExample : Example
{
    public override string OperationName => "action_item.change";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await IncidentSetup.AddItem(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("action_item.change", run.Lines[0].SubjectId, new { description = "Watch locks" });
        return true;
    }
}

public sealed class CompleteActionItemExample : Example
{
    public override string OperationName => "action_item.complete";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await IncidentSetup.AddItem(stage));
}

public sealed class SetRootCauseExample : Example
{
    public override string OperationName => "incident.set_root_cause";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await IncidentSetup.Declare(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("incident.set_root_cause", run.Lines[0].SubjectId, new { root_cause = "Another one." });
        return true;
    }
}

public sealed class ResolveIncidentExample : Example
{
    public override string OperationName => "incident.resolve";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await IncidentSetup.Declare(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("incident.reopen", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class ReopenIncidentExample : Example
{
    public override string OperationName => "incident.reopen";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await IncidentSetup.Resolve(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("incident.resolve", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class CloseIncidentExample : Example
{
    public override string OperationName => "incident.close";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var incident = await IncidentSetup.Resolve(stage);
        await stage.Run("incident.set_root_cause", incident);
        return new(incident);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("incident.reopen", run.Lines[0].SubjectId);
        return true;
    }
}

internal static class IncidentSetup
{
    /// <returns>Id of a new incident.</returns>
    public static async Task<string> Declare(LawHarness stage) => (await stage.Run("incident.declare", IdGenerator.Platform)).Lines[0].Created!;

    /// <returns>Id of a resolved incident.</returns>
    public static async Task<string> Resolve(LawHarness stage)
    {
        var incident = await Declare(stage);
        await stage.Run("incident.resolve", incident);
        return incident;
    }

    /// <returns>Id of an action item.</returns>
    public static async Task<string> AddItem(LawHarness stage) => (await stage.Run("incident.add_action_item", await Declare(stage))).Lines[0].Created!;

    /// <summary>A team member who can have a role.</summary>
    public static async Task<IncidentPerson> Person(LawHarness stage) => new(await Colleague.Join(stage));

    /// <summary>A firing alert that can be linked to several incidents.</summary>
    public static async Task<LinkedAlertId> Alert(LawHarness stage) => new(await AlertSetup.Fire(stage));
}

internal sealed record IncidentPerson(string Id);

internal sealed record LinkedAlertId(string Id);
