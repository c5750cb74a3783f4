using System.Data.Common;
using Microsoft.Extensions.Hosting;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Adds the recipes that aren't there yet when the program starts. One that a person changed or deleted stays as it is.</summary>
public sealed class RecipeInstaller(Database database, AutomationVariables variables, OperationCatalogue catalogue) : IHostedService
{
    private const string By = "recipe";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Install(cancellationToken);
        }
        catch (DbException)
        {
            // Installed at the next start: the program starts without the database.
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Install(CancellationToken stop)
    {
        var missing = await FindMissing(stop);
        if (missing.Count == 0)
            return;
        await using var work = await database.Write(WriteOrigin.Intake("automations.install"), [IdGenerator.Platform], stop);
        await work.Execute("select pg_advisory_xact_lock(hashtextextended('automations.install', 0))"); // nodes can start at the same time
        var known = await FindKnown(work);
        foreach (var recipe in missing.Where(recipe => !known.Contains(recipe.Id)))
            await AutomationRows.Open(recipe.Id, recipe.Content, By, recipe.Key, work);
        await work.Commit();
    }

    /// <returns>Recipes that aren't installed and whose events and operations exist: the product can be built without the modules that have them.</returns>
    private async Task<IReadOnlyList<Recipe>> FindMissing(CancellationToken stop)
    {
        await using var reading = await database.ReadTenants([IdGenerator.Platform], stop);
        var known = await FindKnown(reading);
        return
        [
            .. Recipes
                .All.Concat(LifecycleRecipes.All)
                .Where(recipe =>
                    !known.Contains(recipe.Id)
                    && recipe.Content.Events!.All(name => variables.Events.Any(kind => kind.Name == name))
                    && recipe.Content.Operations.All(name => catalogue.FindOrDefault(name) is not null)
                ),
        ];
    }

    private static async Task<HashSet<string>> FindKnown(UnitOfWork work) =>
        (await work.List<string>("select v.automation_id from automations.automations v where v.tenant_id = 'tnt_platform' and v.version = 1")).ToHashSet(
            StringComparer.Ordinal
        );
}
