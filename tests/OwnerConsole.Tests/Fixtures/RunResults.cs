using System.Text.Json;

namespace OwnerConsole.Fixtures;

/// <summary>Reads a run in a response of the API.</summary>
public static class RunResults
{
    /// <returns>ID of what the run has created.</returns>
    public static string Created(this JsonElement run) => run.GetProperty("lines")[0].GetProperty("created").GetString()!;
}
