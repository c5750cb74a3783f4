using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Writes versions of automations.</summary>
internal static class AutomationRows
{
    /// <summary>Replaces the current version of an automation, or adds its first one.</summary>
    /// <param name="openedBy">Run that does so, or <c>recipe</c>.</param>
    /// <param name="recipe">Recipe of a first version; later ones keep it.</param>
    public static async Task Open(string id, AutomationInput input, string openedBy, string? recipe, UnitOfWork work)
    {
        if (work.RunId is not null)
            await Automation.Versions.Close([id], work);
        await work.Execute(
            """
            insert into automations.automations
                   (tenant_id, automation_id, version, recipe, name, events, date, offset_days, attribute, attribute_from, attribute_to, conditions, steps, goals, topic, priority,
                    audience, operations, once, runs_per_day, revenue_per_day, opened_by, opened_at)
            select 'tnt_platform', @id, coalesce(max(v.version), 0) + 1, coalesce(@recipe, max(v.recipe)), @Name, @events, @Date, @OffsetDays,
                   @Attribute, @AttributeFrom, @AttributeTo, @conditions, @steps, @goals, @Topic, @Priority, @Audience, @operations, @Once, @RunsPerDay, @RevenuePerDay, @openedBy, clock_timestamp()
              from automations.automations v where v.tenant_id = 'tnt_platform' and v.automation_id = @id
            """,
            new
            {
                id,
                recipe,
                input.Name,
                events = input.Events!.ToArray(),
                input.Date,
                input.OffsetDays,
                input.Attribute,
                input.AttributeFrom,
                input.AttributeTo,
                conditions = Json.Element(input.Conditions),
                steps = Json.Element(input.Steps),
                goals = input.Goals!.ToArray(),
                input.Topic,
                input.Priority,
                Audience = input.Recipients,
                operations = input.Operations.ToArray(),
                input.Once,
                input.RunsPerDay,
                input.RevenuePerDay,
                openedBy,
            }
        );
        await work.SetName(id, Automation.EntityKind, input.Name);
    }

    /// <summary>Restores the names of automations after an undo.</summary>
    public static async Task RestoreNames(IReadOnlyList<string> ids, UnitOfWork work)
    {
        foreach (var automation in await Automation.List([.. ids], work)) // an undo restores only a few
            await work.SetName(automation.Id, Automation.EntityKind, automation.Name);
    }
}
