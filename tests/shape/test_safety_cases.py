"""Which test proves which case of attack and mishap; a case without one fails here."""

import ast

from tests.shape.source import TESTS, functions_of, python_files

CASES: dict[str, tuple[str, ...]] = {
    "A1 forms without a key, with another's, of another site": (
        "test_a_form_without_its_token_changes_nothing",
        "test_a_token_of_another_session_is_worth_nothing",
        "test_no_form_is_taken_without_its_token",
        "test_a1_a_form_of_another_site_changes_nothing_even_with_a_good_key",
    ),
    "A2 changes by reading": (
        "test_signing_out_needs_a_form",
        "test_nothing_changes_by_reading",
        "test_reading_and_changing_are_separate_functions",
    ),
    "A3 a cookie of before": (
        "test_a_cookie_kept_from_before_signing_out_is_worth_nothing",
        "test_a_new_password_ends_every_other_session",
        "test_suspension_ends_sessions_at_once",
    ),
    "A4 a session set before signing in": (
        "test_a_cookie_set_before_signing_in_is_not_taken_over",
    ),
    "A5 guessing one password, spraying one over many": (
        "test_the_eleventh_wrong_password_waits_and_others_do_not",
        "test_an_invented_forwarded_address_does_not_escape_the_count",
        "test_strangers_guesses_do_not_lock_the_owner_out_of_a_known_phone",
        "test_a_known_phone_may_not_guess_for_ever_either",
    ),
    "A6 an invented forwarded address": (
        "test_an_invented_forwarded_address_does_not_escape_the_count",
    ),
    "A7 finding out who has an account": (
        "test_a_wrong_password_and_an_unknown_number_get_the_same_answer",
        "test_an_unknown_number_waits_just_as_a_known_one",
        "test_asking_twice_is_asking_once_and_tells_nothing",
    ),
    "A8 the link for a new password": (
        "test_a_forgotten_password_is_solved_by_a_link_of_the_officer",
        "test_a_password_link_ends",
        "test_a_password_link_is_kept_as_a_hash",
    ),
    "A9 another host": (
        "test_another_host_is_refused",
        "test_a_spoofed_host_appears_nowhere",
        "test_the_configured_host_is_known",
    ),
    "A10 the second code": ("test_a_code_is_good_once", "test_ten_wrong_codes_have_to_wait"),
    "A11 leading elsewhere after signing in": ("test_signing_in_never_leads_to_another_host",),
    "A12 a weak or changed key": (
        "test_a_key_that_is_short_or_known_stops_the_start",
        "test_a_key_is_changed_without_losing_what_the_old_one_sealed",
    ),
    "A13 an invitation passed on, used twice, raised": (
        "test_a_link_makes_an_account_with_the_role_and_nothing_else",
        "test_a_link_works_once_and_says_what_to_do_then",
        "test_the_number_must_be_the_invited_one_and_the_password_long",
    ),
    "B1 every address of somebody else's": (
        "test_each_person_gets_what_the_table_says",
        "test_what_is_somebody_elses_does_not_exist",
    ),
    "B2 somebody else's object in a field": (
        "test_hidden_fields_that_a_form_has_not_are_ignored",
        "test_b2_an_object_of_others_in_a_field_is_no_choice",
        "test_a_volunteer_cannot_bring_in_another_commune",
        "test_codes_of_another_union_are_not_reached",
        "test_a_pack_of_another_cooperative_is_refused",
    ),
    "B3 guessing the path of a file": (
        "test_b3_no_folder_lies_open_and_no_file_is_named_by_its_key",
        "test_somebody_elses_pictures_are_out_of_reach",
        "test_the_paper_is_private",
        "test_a_path_is_never_a_key",
    ),
    "B4 a role of yesterday": (
        "test_b4_a_form_opened_before_a_move_is_refused_after_it",
        "test_b4_a_file_confirmed_before_a_move_brings_nothing_in_after_it",
        "test_the_right_is_asked_again_when_the_work_is_done",
    ),
    "B5 one person's answer given to another": (
        "test_b5_a_private_answer_is_kept_by_nobody_and_given_to_nobody_else",
        "test_b5_what_a_job_made_is_for_who_asked_for_it",
        "test_pages_of_signed_in_people_stay_out_of_caches",
    ),
    "B6 names and counts that leak": (
        "test_search_and_sight_keep_to_what_is_mine",
        "test_each_sees_the_sum_of_their_own",
        "test_of_another_units_record_nothing_is_told_but_that_it_may_exist",
        "test_nobody_is_named",
    ),
    "B7 a merged or renamed commune": (
        "test_two_merged_units_leave_each_cooperative_one_owner",
        "test_of_several_successors_each_takes_the_cooperatives_of_its_commune",
    ),
    "B8 fields that no form has": (
        "test_hidden_fields_that_a_form_has_not_are_ignored",
        "test_b8_a_product_takes_no_field_that_its_form_has_not",
        "test_b8_a_sale_is_not_confirmed_by_a_field",
        "test_b8_nobody_makes_themselves_more_than_they_are",
    ),
    "B9 looking through another's account": (
        "test_there_is_no_way_to_look_through_somebody_elses_account",
    ),
    "C1 a zip bomb": (
        "test_what_may_not_be_read_gets_its_sentence_and_the_site_lives",
        "test_a_packed_file_that_swells_is_refused_by_its_directory",
    ),
    "C2 cells at opposite corners": (
        "test_two_cells_at_opposite_corners_end_the_child_and_not_us",
    ),
    "C3 a dimension that lies": ("test_c3_a_dimension_that_lies_loses_no_row",),
    "C4 a lone cell a million rows below": (
        "test_c4_a_lone_cell_a_million_rows_below_is_not_reached_and_that_is_said",
    ),
    "C5 a billion laughs": (
        "test_what_may_not_be_read_gets_its_sentence_and_the_site_lives",
        "test_entities_are_refused_and_nothing_of_them_is_shown",
    ),
    "C6 an external entity": ("test_entities_are_refused_and_nothing_of_them_is_shown",),
    "C7 odd, doubled, locked and macro files": (
        "test_too_many_or_doubled_entries_are_refused",
        "test_macros_and_passwords_are_refused_with_what_to_do",
        "test_a_sentence_says_what_a_foreign_file_is",
    ),
    "C8 what looks like a formula": (
        "test_c8_what_looks_like_a_formula_is_stored_and_given_back_as_text",
    ),
    "C9 a formula without its value": (
        "test_c9_a_formula_without_its_value_is_an_error_that_names_the_cell",
    ),
    "C10 delimiters": ("test_c10_every_delimiter_reads_the_same_and_is_shown",),
    "C11 Unicode and Windows-1258": (
        "test_c11_every_unicode_encoding_reads_the_same",
        "test_windows_1258_gives_the_same_rows_after_normalising",
    ),
    "C12 TCVN3, VNI, VISCII": (
        "test_c12_letters_of_no_known_encoding_are_shown_to_choose_from_and_never_stored_broken",
        "test_product_lists_in_old_encodings_come_out_as_they_were",
    ),
    "C13 decomposed letters": ("test_c13_decomposed_vietnamese_is_the_same_cooperative",),
    "C14 invisible letters": ("test_c14_invisible_letters_do_not_make_another_name_or_number",),
    "C15 too many rows, columns, letters": (
        "test_c15_too_many_columns_and_too_long_a_cell_are_said",
        "test_limits_on_rows_and_columns_are_said",
    ),
    "C16 the same file twice": (
        "test_c16_the_same_file_twice_creates_nothing",
        "test_sending_twice_in_one_breath_is_one_import",
    ),
    "C17 lost zeros": (
        "test_c17_lost_zeros_come_back_where_that_is_clear_and_are_asked_back_where_not",
    ),
    "C18 epochs and text dates": (
        "test_c18_both_epochs_and_a_text_date_are_the_day_that_is_shown",
    ),
    "D1 too many points": ("test_d1_a_small_file_that_unfolds_to_too_many_points_is_refused",),
    "D2 where it was taken": ("test_d2_nothing_that_is_kept_or_served_tells_where_it_was_taken",),
    "D3 what hangs behind a picture": (
        "test_d3_what_hangs_behind_a_picture_is_gone",
        "test_d3_d5_d6_what_is_no_photograph_is_refused_with_a_sentence",
        "test_pictures_are_served_so_that_no_browser_runs_them",
    ),
    "D4 HEIC": ("test_d4_a_picture_of_an_iphone_is_taken",),
    "D5 a thousand pictures, a broken upload": (
        "test_d5_nobody_sends_a_thousand_pictures_a_day",
        "test_d3_d5_d6_what_is_no_photograph_is_refused_with_a_sentence",
    ),
    "D6 animations": ("test_d6_of_an_animation_one_picture_stays",),
    "D7 odd file names": ("test_d7_a_file_name_is_shown_at_most",),
    "E1 markup that loads": (
        "test_a_name_with_markup_is_printed_as_text_and_asks_nobody",
        "test_even_raw_markup_reaches_no_other_host_and_no_other_file",
    ),
    "E2 styles that load": (
        "test_a_name_with_markup_is_printed_as_text_and_asks_nobody",
        "test_even_raw_markup_reaches_no_other_host_and_no_other_file",
    ),
    "E3 a redirect to the inside": ("test_no_request_is_begun_that_could_be_redirected",),
    "E4 nesting, tables and measures without end": (
        "test_e4_nesting_without_end_fails_the_job_with_a_reason_and_the_worker_goes_on",
        "test_e4_measures_beyond_all_bounds_do_no_harm",
        "test_e4_a_table_that_never_fits_ends_at_its_limits",
    ),
    "E5 ten thousand codes": (
        "test_e5_ten_thousand_codes_come_in_parts_stored_one_by_one_in_flat_memory",
        "test_e5_a_run_that_is_stopped_keeps_what_was_made_and_goes_on_when_asked_again",
    ),
    "E6 five hundred photographs": (
        "test_e6_a_catalogue_with_500_photographs_stays_below_20_megabytes",
        "test_large_photos_are_made_small",
    ),
    "E7 names that no label holds": (
        "test_a_text_that_does_not_fit_in_the_smallest_letters_is_refused_by_its_name",
        "test_a_name_that_does_not_fit_is_refused_before_anything_is_made",
        "test_names_that_fit_are_whole_and_touch_nothing",
        "test_every_vietnamese_letter_is_in_the_font",
        "test_signs_without_a_letter_in_the_font_are_refused_with_their_field",
        "test_a_letter_under_a_heap_of_marks_is_refused",
    ),
    "E8 known holes": ("test_the_layout_engine_has_the_known_holes_mended",),
    "F1 leading to another host": ("test_nothing_leads_to_another_host",),
    "F2 guessing codes": (
        "test_a_token_has_more_than_eighty_random_bits_and_no_look_alikes",
        "test_who_tries_many_codes_is_slowed_down",
    ),
    "F3 one label on many bags": (
        "test_the_first_scan_is_told_on_the_sticker_alone",
        "test_an_odd_sticker_waits_for_a_person_and_only_then_warns",
    ),
    "F4 an invented code": (
        "test_a_forged_code_can_be_reported_and_goes_to_who_sees_all",
        "test_an_unknown_or_mistyped_code_is_told_so_kindly",
    ),
    "F5 a domain that looks alike": (
        "test_f5_the_page_names_the_domain_that_is_official",
        "test_f5_labels_with_room_for_it_name_the_official_domain",
        "test_a_code_can_be_typed_on_the_official_domain",
    ),
    "F6 recalled after printing": (
        "test_a_recall_says_first_what_it_touches_and_then_every_code_says_so",
        "test_a_fresh_copy_is_given_without_asking_and_a_recall_is_seen_at_once",
        "test_who_was_told_is_kept_with_the_hour",
    ),
    "F7 deleted, closed, mistyped": (
        "test_a_deleted_code_says_that_it_is_gone",
        "test_a_lot_gone_for_good_says_so_under_every_number_it_was_printed_with",
        "test_what_was_printed_of_the_sample_says_that_it_is_gone",
        "test_a_code_of_what_is_in_the_bin_or_gone_for_good_says_so",
        "test_a_shop_that_closed_says_so_and_a_draft_never_was_one",
        "test_a_mistyped_code_says_where_to_look",
    ),
    "F8 GS1 addresses written otherwise": (
        "test_a_wrong_gs1_address_is_told_so",
        "test_other_spellings_of_an_address_are_one_address",
        "test_a_wrong_gtin_is_refused_with_the_reason",
        "test_every_code_of_a_full_sheet_says_its_own_address_in_its_own_cell",
    ),
    "F9 a scan farm": (
        "test_a_scan_farm_moves_neither_figures_nor_the_page",
        "test_a_scan_farm_on_one_line_moves_no_figures_of_lots_and_products",
        "test_an_odd_sticker_waits_for_a_person_and_only_then_warns",
    ),
    "F10 small and faint prints": (
        "test_f10_every_printed_code_bears_a_scratch",
        "test_codes_are_printed_as_large_as_the_stock_allows",
        "test_prints_that_are_faint_and_blurred_by_a_third_of_a_module_are_still_read",
    ),
    "F11 what a public page gives away": (
        "test_nothing_personal_stands_on_any_public_page",
        "test_exact_tonnage_is_on_no_public_page",
        "test_buying_again_leads_to_open_shops_and_a_call_needs_consent",
    ),
    "F12 breaking out of the data for machines": (
        "test_names_cannot_break_out_of_the_data_for_machines",
    ),
    "H1 a formula in a table": (
        "test_a_name_is_no_formula_in_a_table_that_excel_opens",
        "test_text_that_a_spreadsheet_would_run_is_disarmed",
        "test_a_formula_is_disarmed_in_the_file_and_whole_in_the_shop",
    ),
    "H2 a formula in a workbook": (
        "test_no_text_becomes_a_formula_or_a_link",
        "test_a_text_that_looks_like_a_formula_stays_a_text",
        "test_the_spreadsheet_holds_numbers_and_no_formula",
    ),
    "H3 a link in a workbook": ("test_no_text_becomes_a_formula_or_a_link",),
    "H4 out, through Excel, in again": (
        "test_whatever_went_in_is_taken_out_and_comes_back_unchanged",
        "test_libreoffice_keeps_lists_notes_and_locks_and_changes_no_row",
        "test_texts_that_a_spreadsheet_would_turn_into_something_else_stay",
    ),
    "H5 saved while a file is made": (
        "test_h5_what_a_job_reads_is_of_one_moment_whoever_saves_meanwhile",
    ),
    "H6 the name of a download": (
        "test_d7_a_file_name_is_shown_at_most",
        "test_file_names_are_unique_and_safe_on_every_system",
        "test_a_newline_in_a_name_cannot_forge_a_log_line_or_a_header",
    ),
    "H7 an address of a download passed on": (
        "test_h7_an_address_passed_on_opens_nothing_and_who_took_a_file_is_noted",
        "test_kept_files_are_not_for_other_eyes",
    ),
    "I1 markup": (
        "test_i1_i2_i3_what_is_stored_from_any_form_is_text_on_every_page",
        "test_typed_markup_is_shown_as_text_on_every_page",
    ),
    "I2 attributes that load": (
        "test_i1_i2_i3_what_is_stored_from_any_form_is_text_on_every_page",
    ),
    "I3 SQL": ("test_i3_i4_i5_every_list_takes_a_search_literally",),
    "I4 wildcards": (
        "test_i3_i4_i5_every_list_takes_a_search_literally",
        "test_a_search_takes_anything_literally",
    ),
    "I5 words of a search engine": ("test_i3_i4_i5_every_list_takes_a_search_literally",),
    "I6 expressions that never end": (
        "test_i6_i8_over_long_and_odd_input_gets_a_page_never_a_failure",
        "test_i6_readers_refuse_what_is_far_too_long",
    ),
    "I7 however it is typed": ("test_i7_search_finds_a_name_however_it_is_typed",),
    "I8 line breaks in logs and headers": (
        "test_i6_i8_over_long_and_odd_input_gets_a_page_never_a_failure",
        "test_a_newline_in_a_name_cannot_forge_a_log_line_or_a_header",
        "test_i8_an_address_of_two_lines_is_one_line_of_the_log",
    ),
    "K2 two people, one record": (
        "test_both_values_are_shown_and_one_of_each_is_kept",
        "test_the_defaults_keep_what_each_changed_alone",
    ),
}
_COUNTS = {"A": 13, "B": 9, "C": 18, "D": 7, "E": 8, "F": 12, "H": 7, "I": 8}


def test_every_case_is_in_the_list():
    wanted = [f"{letter}{n}" for letter, most in _COUNTS.items() for n in range(1, most + 1)]
    assert [case.split()[0] for case in CASES] == [*wanted, "K2"]


def test_every_case_has_its_tests():
    there = {
        node.name
        for path in python_files(TESTS)
        for node in functions_of(path)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
    missing = {case: set(names) - there for case, names in CASES.items() if set(names) - there}
    assert missing == {}
    assert all(CASES.values())
