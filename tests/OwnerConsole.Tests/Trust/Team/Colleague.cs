using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>Somebody of the team whom a law is tried on.</summary>
internal static class Colleague
{
    /// <returns>the id of somebody in support</returns>
    public static async Task<string> Join(Stage stage)
    {
        var (word, people) = (stage.Word(), stage.Console.Services.GetRequiredService<People>());
        await using var work = await stage.Console.Database.Write(Door.Intake("law"), []);
        var id = await people.Add($"Mila {word}", $"{word}@example.com", "no password", [], work);
        await people.GiveRole(id, "support", stage.NewId("inv"), work);
        await work.Commit();
        return id;
    }
}
