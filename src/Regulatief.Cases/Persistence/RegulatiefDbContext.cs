using System.Reflection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Clients;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.Closures;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Evaluations;
using Regulatief.Cases.FollowUps;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Idempotency;
using Regulatief.Cases.InclusionChecks;
using Regulatief.Cases.Intakes;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Operations;
using Regulatief.Cases.Outbox;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Reminders;
using Regulatief.Cases.Retention;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.SafetyChecks;
using Regulatief.Cases.StartContacts;
using Regulatief.Cases.TaskDivisions;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows;
using Regulatief.Cases.Workflows.Migration;

namespace Regulatief.Cases.Persistence;

/// <summary>The case and its workflow in one context, so that both change in one transaction. Each provider derives its own, for its migrations.</summary>
public class RegulatiefDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<AccountPasskey> Passkeys => Set<AccountPasskey>();

    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<ClientCode> ClientCodes => Set<ClientCode>();

    public DbSet<Mail> Mails => Set<Mail>();

    public DbSet<PushDevice> PushDevices => Set<PushDevice>();

    public DbSet<CalendarFeed> CalendarFeeds => Set<CalendarFeed>();

    public DbSet<HeldForm> HeldForms => Set<HeldForm>();

    public DbSet<Cover> Covers => Set<Cover>();

    public DbSet<ClosingPeriod> ClosingPeriods => Set<ClosingPeriod>();

    public DbSet<Project> Projects => Set<Project>();

    public DbSet<Client> Clients => Set<Client>();

    public DbSet<ClientCorrection> ClientCorrections => Set<ClientCorrection>();

    public DbSet<Volunteer> Volunteers => Set<Volunteer>();

    public DbSet<Case> Cases => Set<Case>();

    public DbSet<CaseAccess> CaseAccesses => Set<CaseAccess>();

    public DbSet<CaseHandover> CaseHandovers => Set<CaseHandover>();

    public DbSet<CaseSearch> CaseSearches => Set<CaseSearch>();

    public DbSet<TimelineEntry> Timeline => Set<TimelineEntry>();

    public DbSet<DeclarationTold> DeclarationsTold => Set<DeclarationTold>();

    public DbSet<VolunteerAssignment> VolunteerAssignments => Set<VolunteerAssignment>();

    public DbSet<MatchProfile> MatchProfiles => Set<MatchProfile>();

    public DbSet<MatchProposal> MatchProposals => Set<MatchProposal>();

    public DbSet<VolunteerCheckIn> VolunteerCheckIns => Set<VolunteerCheckIn>();

    public DbSet<VolunteerLeaving> VolunteerLeavings => Set<VolunteerLeaving>();

    public DbSet<VolunteerHandover> Handovers => Set<VolunteerHandover>();

    public DbSet<VolunteerActivity> VolunteerActivities => Set<VolunteerActivity>();

    public DbSet<Intake> Intakes => Set<Intake>();

    public DbSet<InclusionCheck> InclusionChecks => Set<InclusionCheck>();

    public DbSet<StartContact> StartContacts => Set<StartContact>();

    public DbSet<SafetyCheck> SafetyChecks => Set<SafetyCheck>();

    public DbSet<TaskDivision> TaskDivisions => Set<TaskDivision>();

    public DbSet<InformationSharingAgreement> Agreements => Set<InformationSharingAgreement>();

    public DbSet<ClientRequest> ClientRequests => Set<ClientRequest>();

    public DbSet<ContactConsent> ContactConsents => Set<ContactConsent>();

    public DbSet<ContactRequest> ContactRequests => Set<ContactRequest>();

    public DbSet<SupportRequest> SupportRequests => Set<SupportRequest>();

    public DbSet<ContactSilence> ContactSilences => Set<ContactSilence>();

    public DbSet<OwnReminder> OwnReminders => Set<OwnReminder>();

    public DbSet<OwnNote> OwnNotes => Set<OwnNote>();

    public DbSet<ThreeWayMeeting> Meetings => Set<ThreeWayMeeting>();

    public DbSet<MeetingDecision> MeetingDecisions => Set<MeetingDecision>();

    public DbSet<Evaluation> Evaluations => Set<Evaluation>();

    public DbSet<CaseClosure> Closures => Set<CaseClosure>();

    public DbSet<RiskSignal> RiskSignals => Set<RiskSignal>();

    public DbSet<Disclosure> Disclosures => Set<Disclosure>();

    public DbSet<DangerCall> DangerCalls => Set<DangerCall>();

    public DbSet<ExceptionReview> ExceptionReviews => Set<ExceptionReview>();

    public DbSet<HumanTask> HumanTasks => Set<HumanTask>();

    public DbSet<TaskDraft> TaskDrafts => Set<TaskDraft>();

    public DbSet<FollowUp> FollowUps => Set<FollowUp>();

    public DbSet<TermExtension> TermExtensions => Set<TermExtension>();

    public DbSet<Escalation> Escalations => Set<Escalation>();

    public DbSet<EscalationLadder> EscalationLadders => Set<EscalationLadder>();

    public DbSet<EscalationAnswer> EscalationAnswers => Set<EscalationAnswer>();

    public DbSet<EscalationBatch> EscalationBatches => Set<EscalationBatch>();

    public DbSet<EscalationBatchItem> EscalationBatchItems => Set<EscalationBatchItem>();

    public DbSet<Notice> Notices => Set<Notice>();

    public DbSet<UnwantedNotice> UnwantedNotices => Set<UnwantedNotice>();

    public DbSet<NoticeMailing> NoticeMailings => Set<NoticeMailing>();

    public DbSet<ShortMessage> ShortMessages => Set<ShortMessage>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<AuditSeal> AuditSeals => Set<AuditSeal>();

    public DbSet<AuditVerification> AuditVerifications => Set<AuditVerification>();

    public DbSet<AuditQuestion> AuditQuestions => Set<AuditQuestion>();

    public DbSet<IdempotencyRecord> IdempotencyRecords => Set<IdempotencyRecord>();

    public DbSet<StoredDefinition> Definitions => Set<StoredDefinition>();

    public DbSet<DefinitionBranch> DefinitionBranches => Set<DefinitionBranch>();

    public DbSet<DraftState> DraftStates => Set<DraftState>();

    public DbSet<StoredInstance> Instances => Set<StoredInstance>();

    public DbSet<StoredBookmark> Bookmarks => Set<StoredBookmark>();

    public DbSet<StoredJournalEntry> Journal => Set<StoredJournalEntry>();

    public DbSet<StoredIncident> Incidents => Set<StoredIncident>();

    public DbSet<InboxEvent> Inbox => Set<InboxEvent>();

    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    public DbSet<MigrationBatch> MigrationBatches => Set<MigrationBatch>();

    public DbSet<MigratingCase> MigratingCases => Set<MigratingCase>();

    public DbSet<LegalHold> LegalHolds => Set<LegalHold>();

    public DbSet<KeptLonger> KeptLonger => Set<KeptLonger>();

    public DbSet<RetentionReview> RetentionReviews => Set<RetentionReview>();

    public DbSet<Erasure> Erasures => Set<Erasure>();

    public DbSet<ErasureItem> ErasureItems => Set<ErasureItem>();

    public DbSet<DueWork> DueWork => Set<DueWork>();

    public DbSet<JobTurn> JobTurns => Set<JobTurn>();

    public DbSet<Counter> Counters => Set<Counter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(RegulatiefDbContext).Assembly);

        // ASP.NET Core Identity's store asks for these beside the account, also where nothing is kept in them.
        modelBuilder.Entity<IdentityUserClaim<Guid>>().ToTable("AccountClaims").HasIndex(c => c.UserId);
        modelBuilder.Entity<IdentityUserLogin<Guid>>().ToTable("AccountLogins").HasKey(l => new { l.LoginProvider, l.ProviderKey });
        modelBuilder.Entity<IdentityUserToken<Guid>>().ToTable("AccountTokens").HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
        modelBuilder.Entity<IdentityUserLogin<Guid>>(login =>
        {
            login.Property(l => l.LoginProvider).HasMaxLength(128);
            login.Property(l => l.ProviderKey).HasMaxLength(128);
            login.HasIndex(l => l.UserId);
        });
        modelBuilder.Entity<IdentityUserToken<Guid>>(token =>
        {
            token.Property(t => t.LoginProvider).HasMaxLength(128);
            token.Property(t => t.Name).HasMaxLength(128);
        });
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite can neither compare nor sort a DateTimeOffset, so an instant is a UTC DateTime on every provider.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<List<CaseRole>>().HaveConversion<ListConverter<CaseRole>, ListComparer<CaseRole>>().HaveMaxLength(200);
        configurationBuilder.Properties<List<Volunteers.WeekPart>>().HaveConversion<ListConverter<Volunteers.WeekPart>, ListComparer<Volunteers.WeekPart>>().HaveMaxLength(500);
        configurationBuilder.Properties<List<Volunteers.VolunteerActivityCategory>>()
            .HaveConversion<ListConverter<Volunteers.VolunteerActivityCategory>, ListComparer<Volunteers.VolunteerActivityCategory>>().HaveMaxLength(500);
        configurationBuilder.Properties<List<Notices.NoticeTopic>>().HaveConversion<ListConverter<Notices.NoticeTopic>, ListComparer<Notices.NoticeTopic>>().HaveMaxLength(200);
        configurationBuilder.Properties<List<string>>().HaveConversion<ListConverter<string>, ListComparer<string>>().HaveMaxLength(JoinedList.MaxLength);

        foreach (var type in Assembly.GetExecutingAssembly().GetTypes())
        {
            if (type.IsEnum) configurationBuilder.Properties(type).HaveConversion<string>().HaveMaxLength(40);
            if (RowIdConverter.For(type) is { } converter) configurationBuilder.Properties(type).HaveConversion(converter);
        }

        foreach (var type in typeof(Engine.Instances.WorkflowStatus).Assembly.GetTypes().Where(t => t.IsEnum && t.IsPublic))
            configurationBuilder.Properties(type).HaveConversion<string>().HaveMaxLength(40);
    }
}
