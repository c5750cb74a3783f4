using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Hosting.Checkups;

/// <summary>Compares stored balances with the entries that produced them.</summary>
internal sealed class LedgerConsistencyCheckup : ICheckup
{
    public string Name => "books";

    public async Task<IReadOnlyList<Finding>> Check(CheckupTarget machine, CancellationToken stop)
    {
        var services = machine.Services!;
        var found = new List<Finding>();
        foreach (var books in services.GetServices<IConsistencyCheck>())
        {
            await using var work = await services.GetRequiredService<Database>().Read(stop);
            var (says, differences) = await books.Check(work);
            if (differences.Count == 0)
                found.Add(Finding.Ok(books.DisplayName, says));
            foreach (var difference in differences)
                found.Add(
                    Finding.Problem(
                        books.DisplayName,
                        difference,
                        "The console never causes this: someone changed the database directly, or the program has a bug. Create a backup first, then report this line."
                    )
                );
        }
        return found;
    }
}
