using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Tenants.Imports;

/// <summary>The fields of reports of tenants and members that a file can contain. Both have attributes as well, which have any name.</summary>
internal static class ImportFields
{
    /// <summary>The application's own ID of the tenant or member.</summary>
    public const string ExternalId = "external_id";

    /// <summary>The tenant of a member: its ID, or the application's own ID.</summary>
    public const string Tenant = "tenant";

    /// <summary>A member in a list: its ID, support number or email address.</summary>
    public const string Member = "member";

    /// <summary>Start of the names of fields that are attributes, such as <c>attributes.industry</c>.</summary>
    public const string AttributePrefix = "attributes.";

    public const string Plan = "plan",
        Quantity = "quantity",
        StripeCustomer = "stripe_customer_id";

    private static readonly IReadOnlyList<ImportField> s_tenants =
    [
        new(ExternalId, "ID") { IsRequired = true, Synonyms = ["id", "tenant_id", "customer_id", "kundennummer", "nummer"] },
        new("name", "Name") { Synonyms = ["company", "firma", "tenant", "organisation", "organization"] },
        new("contact_email", "Contact email") { Synonyms = ["email", "e_mail", "mail"] },
        new("owner_external_id", "Owner ID") { Synonyms = ["owner_id"] },
        new("owner_name", "Owner name") { Synonyms = ["owner", "contact", "ansprechpartner"] },
        new("lifecycle", "Lifecycle") { Synonyms = ["status", "state"] },
        new("trial_ends_at", "Trial ends") { IsTime = true, Synonyms = ["trial_end", "trial_ends"] },
        new(Plan, "Plan") { Synonyms = ["tarif", "subscription"] },
        new(Quantity, "Plan quantity") { Synonyms = ["seats", "menge", "anzahl"] },
        new("country", "Country") { Synonyms = ["land"] },
        new("time_zone", "Time zone") { Synonyms = ["timezone", "zeitzone"] },
        new("source", "Source") { Synonyms = ["quelle"] },
        new("campaign", "Campaign") { Synonyms = ["kampagne"] },
        new("referrer", "Referrer"),
        new("opened_at", "Signed up") { IsTime = true, Synonyms = ["created_at", "created", "signed_up", "erstellt", "kunde_seit"] },
        new(StripeCustomer, "Stripe customer") { Synonyms = ["stripe_id"] },
    ];

    private static readonly IReadOnlyList<ImportField> s_members =
    [
        new(Tenant, "Tenant ID") { IsRequired = true, Synonyms = ["tenant_id", "company", "firma", "account", "account_id"] },
        new(ExternalId, "ID") { IsRequired = true, Synonyms = ["id", "user_id", "member_id"] },
        new("name", "Name") { Synonyms = ["full_name"] },
        new("email", "Email") { Synonyms = ["e_mail", "mail"] },
        new("role", "Role") { Synonyms = ["rolle"] },
        new("support_number", "Support number"),
        new("joined_at", "Joined") { IsTime = true, Synonyms = ["created_at", "created", "joined", "erstellt"] },
        new("left_at", "Left") { IsTime = true, Synonyms = ["left"] },
        new("last_seen_at", "Last seen") { IsTime = true, Synonyms = ["last_seen", "last_login"] },
        new("language", "Language") { Synonyms = ["sprache", "locale"] },
        new("time_zone", "Time zone") { Synonyms = ["timezone", "zeitzone"] },
        new("phone", "Phone") { Synonyms = ["telefon", "mobile"] },
    ];

    private static readonly IReadOnlyList<ImportField> s_memberList =
    [
        new(Member, "Member ID or email") { IsRequired = true, Synonyms = ["id", "member_id", "user_id", "email", "e_mail", "mail", "support_number"] },
    ];

    public static IReadOnlyList<ImportField> Of(ImportKind kind) =>
        kind switch
        {
            ImportKind.Tenants => s_tenants,
            ImportKind.Members => s_members,
            _ => s_memberList,
        };

    /// <returns>Attributes of the kind that the application of the mode declares.</returns>
    public static IReadOnlyList<AttributeReport> DeclaredFor(ImportKind kind, Mode mode, DeclarationSnapshot declarations) =>
        kind switch
        {
            ImportKind.Tenants => declarations.AttributesOf(mode),
            ImportKind.Members => declarations.MemberAttributesOf(mode),
            _ => [],
        };

    /// <returns>Attributes of <see cref="DeclaredFor"/> that have a type, by name.</returns>
    public static IReadOnlyDictionary<string, AttributeReport> TypedFor(ImportKind kind, Mode mode, DeclarationSnapshot declarations) =>
        kind is ImportKind.Members ? declarations.TypedMemberAttributesOf(mode) : declarations.TypedAttributesOf(mode);

    /// <param name="declared">Attributes that the application declares. Those that are separate fields, such as the country of a tenant, are left out.</param>
    public static IEnumerable<ImportField> OfAttributes(ImportKind kind, IEnumerable<AttributeReport> declared) =>
        declared
            .Where(attribute => IsAttributeName(kind, attribute.Name))
            .Select(attribute => new ImportField(AttributePrefix + attribute.Name, attribute.Title));

    /// <returns>Name of the attribute; null for other fields.</returns>
    public static string? AttributeOf(string field) => field.StartsWith(AttributePrefix, StringComparison.Ordinal) ? field[AttributePrefix.Length..] : null;

    /// <returns>Whether reports of the kind accept an attribute of this name. Entries of a list of members have none.</returns>
    public static bool IsAttributeName(ImportKind kind, string name) =>
        kind is not ImportKind.MemberList
        && AttributeNameText.Pattern().IsMatch(name)
        && (kind is ImportKind.Members || !TenantReportRequest.KnownAttributes.Contains(name));
}
