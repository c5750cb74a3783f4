using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Checkups;

/// <summary>Compares stored balances with the entries that produced them.</summary>
internal sealed class BooksCheckup : ICheckup
{
    public string Name => "books";

    public async Task<IReadOnlyList<Finding>> Look(Machine machine, CancellationToken stop)
    {
        var services = machine.Services!;
        var found = new List<Finding>();
        foreach (var books in services.GetServices<IBooks>())
        {
            await using var work = await services.GetRequiredService<Database>().Read(stop);
            var (says, differences) = await books.Look(work);
            if (differences.Count == 0)
                found.Add(Finding.Ok(books.Called, says));
            foreach (var difference in differences)
                found.Add(
                    Finding.Problem(
                        books.Called,
                        difference,
                        "The console never causes this: someone changed the database directly, or the program has a bug. Create a backup first, then report this line."
                    )
                );
        }
        return found;
    }
}
