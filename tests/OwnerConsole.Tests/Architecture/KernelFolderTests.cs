using Mono.Cecil;

namespace OwnerConsole.Tests.Architecture;

/// <summary>The order of the kernel's folders. A folder references lower ones only; what remains of the other direction is listed with its reason.</summary>
public sealed class KernelFolderTests
{
    private const string Kernel = "OwnerConsole.Kernel.";

    private static readonly string[] LowestFirst =
    [
        "Outbound",
        "Secrets",
        "Settings",
        "Vocabulary",
        "Retention",
        "Email",
        "Modules",
        "Access",
        "Log",
        "Streams",
        "Backups",
        "Operations",
        "Tenancy",
        "Applications",
    ];

    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["Settings → Vocabulary"] = "The list of settings includes those for words, and a setting describes its effect in a sentence.",
        ["Settings → Modules"] = "The list of settings includes those of modules.",
        ["Settings → Email"] = "The list of settings includes the retention of emails.",
        ["Settings → Operations"] = "The list of settings includes those for approvals.",
        ["Vocabulary → Operations"] = "A sentence can name the subject of an operation.",
        ["Modules → Operations"] = "A panel offers the operations of its subject.",
        ["Access → Operations"] = "A caller's permissions are checked against an operation, and a segment selects its subjects.",
        ["Log → Operations"] = "An entry names the operation that wrote it.",
        ["Log → Tenancy"] = "The search of the log finds tenants and members by name.",
        ["Operations → Tenancy"] = "Subjects are tenants and members of one mode.",
        ["Operations → Applications"] = "An application's tasks are operations too.",
        ["Tenancy → Applications"] = "Reports may contain the attributes that the application declared.",
    };

    [Fact]
    public void A_folder_references_lower_folders_only()
    {
        var types = Product.Written(Product.Assembly("OwnerConsole.Kernel")).Where(type => Folder(type) is not null).ToList();

        types.Select(type => Folder(type)!).Distinct(StringComparer.Ordinal).ShouldBe(LowestFirst, ignoreOrder: true);
        types
            .SelectMany(type => TypeReferences.Types(type).Select(used => (From: Folder(type)!, To: Folder(used))))
            .Where(reference => reference.To is not null && Place(reference.To) > Place(reference.From))
            .Select(reference => $"{reference.From} → {reference.To}")
            .Distinct(StringComparer.Ordinal)
            .ShouldBe(Exceptions.Keys, ignoreOrder: true);
    }

    private static int Place(string folder) => Array.IndexOf(LowestFirst, folder);

    private static string? Folder(TypeReference type) =>
        type.DeclaringType is { } outer ? Folder(outer)
        : type.Namespace.StartsWith(Kernel, StringComparison.Ordinal) ? type.Namespace[Kernel.Length..].Split('.')[0]
        : null;
}
