using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Data;

/// <summary>The tenants that whoever asks is bound to. It goes where the request goes, as a culture does, so no query has to think of it: <see cref="Database"/> reads and writes within it.</summary>
/// <remarks>What the program does by itself is not bound.</remarks>
public sealed class Bound
{
    /// <summary>The code of a refusal because what is asked for can't be narrowed to some tenants.</summary>
    public const string Refusal = "bound";

    private static readonly AsyncLocal<Asker?> Asking = new();

    internal Bound(IReadOnlySet<string> tenants, bool isPortal = false) => (Tenants, IsPortal, Setting) = (tenants, isPortal, string.Join(',', tenants));

    /// <summary>Null for who may see all tenants.</summary>
    public static Bound? Now => Asking.Value?.Bound;

    public IReadOnlySet<string> Tenants { get; }

    /// <summary>A tenant's own people look at its own pages: PostgreSQL hands out what those show, and nothing else of the tenant.</summary>
    public bool IsPortal { get; }

    /// <summary>What belongs to all tenants together can't be narrowed to some, and PostgreSQL doesn't hand it out.</summary>
    internal static Problem Refused => new(403, Refusal, "This covers the whole platform, but you have access to some tenants only.");

    /// <summary>As PostgreSQL is told.</summary>
    internal string Setting { get; }

    /// <summary>A request begins, of somebody who is not known yet: what binds them later holds for all of it, also for the page that says what went wrong.</summary>
    public static void Begin() => Asking.Value = new();

    /// <summary>Binds whoever asks.</summary>
    /// <param name="tenants">ids; none binds to nobody</param>
    public static void To(IReadOnlySet<string> tenants) => To(new Bound(tenants));

    /// <summary>Binds whoever looks at a tenant's own pages.</summary>
    public static void ToPortal(string tenantId) => To(new Bound(new HashSet<string>(StringComparer.Ordinal) { tenantId }, isPortal: true));

    internal static void To(Bound bound) => (Asking.Value ??= new()).Bound = bound;

    /// <summary>For the rest of the async method that calls it: it reads what is kept for everybody, whoever was the first to ask, or looks for what somebody reached for.</summary>
    public static void Lift() => Asking.Value = null;

    /// <summary>One of several parts that are read together: what is the whole platform's is left out for who sees some tenants only.</summary>
    public static async Task<IReadOnlyList<T>> OrNone<T>(Func<Task<IReadOnlyList<T>>> read)
    {
        try
        {
            return await read();
        }
        catch (Problem refused) when (refused.Code == Refusal)
        {
            return [];
        }
    }

    private sealed class Asker
    {
        public Bound? Bound { get; set; }
    }
}
