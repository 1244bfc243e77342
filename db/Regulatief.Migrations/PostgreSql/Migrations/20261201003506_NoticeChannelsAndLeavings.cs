using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Regulatief.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class NoticeChannelsAndLeavings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Notices_MailedAt_At",
                table: "Notices");

            migrationBuilder.AddColumn<bool>(
                name: "ThrowsNotesAway",
                table: "VolunteerAssignments",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "PushedAt",
                table: "Notices",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "TextedAt",
                table: "Notices",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "MailWithout",
                table: "NoticeMailings",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "PushPace",
                table: "NoticeMailings",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PushWithout",
                table: "NoticeMailings",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "SmsPace",
                table: "NoticeMailings",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SmsWithout",
                table: "NoticeMailings",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "GuestId",
                table: "Meetings",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "LeavingId",
                table: "Meetings",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsTest",
                table: "Mails",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AlterColumn<string>(
                name: "Reason",
                table: "EscalationBatches",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "Reason",
                table: "EscalationAnswers",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "TakenBackAt",
                table: "ContactRequests",
                type: "timestamp with time zone",
                nullable: true);

            // The law keeps the clocks of all that a signal's workflow opened; some stood still in a pause.
            migrationBuilder.Sql(
                """
                UPDATE "DueWork" SET "StandsStillInPause" = FALSE, "SuspendedAt" = NULL WHERE "SubjectId" IN (SELECT "Id" FROM "HumanTasks" WHERE "RiskSignalId" IS NOT NULL);
                """);

            migrationBuilder.CreateTable(
                name: "PushDevices",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    Subscription = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    EndpointHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Device = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    LastUsedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PushDevices", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PushDevices_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ShortMessages",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    DeviceId = table.Column<Guid>(type: "uuid", nullable: true),
                    IsUrgent = table.Column<bool>(type: "boolean", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    IsTest = table.Column<bool>(type: "boolean", nullable: false),
                    PromisedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UntilAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    TakenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    SentAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Failure = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ShortMessages", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ShortMessages_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "VolunteerLeavings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CaseId = table.Column<Guid>(type: "uuid", nullable: false),
                    PairingId = table.Column<Guid>(type: "uuid", nullable: false),
                    SaidById = table.Column<Guid>(type: "uuid", nullable: false),
                    SaidAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    LastDay = table.Column<DateOnly>(type: "date", nullable: false),
                    IsOnlyContact = table.Column<bool>(type: "boolean", nullable: false),
                    Status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    EndedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    SuccessorId = table.Column<Guid>(type: "uuid", nullable: true),
                    Motivation = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    NamedById = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_VolunteerLeavings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_VolunteerLeavings_Cases_CaseId",
                        column: x => x.CaseId,
                        principalTable: "Cases",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_VolunteerLeavings_VolunteerAssignments_PairingId",
                        column: x => x.PairingId,
                        principalTable: "VolunteerAssignments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_VolunteerLeavings_Volunteers_SuccessorId",
                        column: x => x.SuccessorId,
                        principalTable: "Volunteers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ForSuccessors",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    LeavingId = table.Column<Guid>(type: "uuid", nullable: false),
                    Words = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    WrittenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    IsAgreed = table.Column<bool>(type: "boolean", nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    AnsweredById = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ForSuccessors", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ForSuccessors_VolunteerLeavings_LeavingId",
                        column: x => x.LeavingId,
                        principalTable: "VolunteerLeavings",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Notices_At",
                table: "Notices",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_Meetings_LeavingId",
                table: "Meetings",
                column: "LeavingId");

            migrationBuilder.CreateIndex(
                name: "IX_ForSuccessors_LeavingId",
                table: "ForSuccessors",
                column: "LeavingId");

            migrationBuilder.CreateIndex(
                name: "IX_PushDevices_AccountId",
                table: "PushDevices",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_PushDevices_EndpointHash",
                table: "PushDevices",
                column: "EndpointHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ShortMessages_AccountId",
                table: "ShortMessages",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_ShortMessages_PromisedAt",
                table: "ShortMessages",
                column: "PromisedAt");

            migrationBuilder.CreateIndex(
                name: "IX_ShortMessages_TakenAt_DueAt",
                table: "ShortMessages",
                columns: new[] { "TakenAt", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_VolunteerLeavings_CaseId",
                table: "VolunteerLeavings",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_VolunteerLeavings_PairingId",
                table: "VolunteerLeavings",
                column: "PairingId");

            migrationBuilder.CreateIndex(
                name: "IX_VolunteerLeavings_SuccessorId",
                table: "VolunteerLeavings",
                column: "SuccessorId");

            migrationBuilder.AddForeignKey(
                name: "FK_Meetings_VolunteerLeavings_LeavingId",
                table: "Meetings",
                column: "LeavingId",
                principalTable: "VolunteerLeavings",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Meetings_VolunteerLeavings_LeavingId",
                table: "Meetings");

            migrationBuilder.DropTable(
                name: "ForSuccessors");

            migrationBuilder.DropTable(
                name: "PushDevices");

            migrationBuilder.DropTable(
                name: "ShortMessages");

            migrationBuilder.DropTable(
                name: "VolunteerLeavings");

            migrationBuilder.DropIndex(
                name: "IX_Notices_At",
                table: "Notices");

            migrationBuilder.DropIndex(
                name: "IX_Meetings_LeavingId",
                table: "Meetings");

            migrationBuilder.DropColumn(
                name: "ThrowsNotesAway",
                table: "VolunteerAssignments");

            migrationBuilder.DropColumn(
                name: "PushedAt",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "TextedAt",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "MailWithout",
                table: "NoticeMailings");

            migrationBuilder.DropColumn(
                name: "PushPace",
                table: "NoticeMailings");

            migrationBuilder.DropColumn(
                name: "PushWithout",
                table: "NoticeMailings");

            migrationBuilder.DropColumn(
                name: "SmsPace",
                table: "NoticeMailings");

            migrationBuilder.DropColumn(
                name: "SmsWithout",
                table: "NoticeMailings");

            migrationBuilder.DropColumn(
                name: "GuestId",
                table: "Meetings");

            migrationBuilder.DropColumn(
                name: "LeavingId",
                table: "Meetings");

            migrationBuilder.DropColumn(
                name: "IsTest",
                table: "Mails");

            migrationBuilder.DropColumn(
                name: "TakenBackAt",
                table: "ContactRequests");

            migrationBuilder.AlterColumn<string>(
                name: "Reason",
                table: "EscalationBatches",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(2000)",
                oldMaxLength: 2000,
                oldNullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "Reason",
                table: "EscalationAnswers",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(2000)",
                oldMaxLength: 2000,
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Notices_MailedAt_At",
                table: "Notices",
                columns: new[] { "MailedAt", "At" });
        }
    }
}
